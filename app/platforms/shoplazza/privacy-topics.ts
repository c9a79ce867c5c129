import { z } from 'zod';
import { list, malformed, readAs, text } from '../fields';
import type { EntryMeaning } from '../platform';
import { maybeId } from './ids';
import { isShopDomain } from './shop-domain';

/**
 * [?] No privacy topics of Shoplazza are known: nobody documents one. Should it send the ones that other platforms send, in
 * their shape, they are answered. What is sure to come is app/uninstalled, and that erases.
 */
const request = z.object({
  customer: z.object({ id: maybeId, email: text, phone: text }).nullish(),
  orders_requested: list(z.string()),
  orders_to_redact: list(z.string()),
  data_request: z.object({ id: maybeId }).nullish(),
});

/** customers/data_request, customers/redact, shop/redact. */
export function readPrivacyTopic(value: unknown, topic: string): EntryMeaning {
  const storeDomain = storeNamedIn(value);
  if (topic === 'shop/redact') return { kind: 'privacy-redact-store', storeDomain };
  const asked = readAs(request, value, 'a privacy request');
  const customer = {
    platformCustomerId: asked.customer?.id ?? null,
    email: asked.customer?.email ?? null,
    phone: asked.customer?.phone ?? null,
  };
  if (topic === 'customers/redact')
    return { kind: 'privacy-redact-customer', storeDomain, customer, orderIds: asked.orders_to_redact };
  const platformRequestId = asked.data_request?.id ?? null;
  return { kind: 'privacy-data-request', storeDomain, platformRequestId, customer, orderIds: asked.orders_requested };
}

const name = z.unknown().optional();
const naming = z.object({ shop_domain: name, system_domain: name, domain: name, shop: name, store_domain: name });

/**
 * The store's own domain that a body names.
 * @throws {Fault} `malformed` when it names none
 */
export function storeNamedIn(value: unknown): string {
  const names = readAs(naming, value, 'a message about a store');
  const inner = naming.safeParse(names.shop).data ?? {};
  const found = [...Object.values(names), ...Object.values(inner)]
    .map((one) => (typeof one === 'string' ? one.toLowerCase() : null))
    .find((one) => isShopDomain(one));
  if (!found) throw malformed('The message names no store.');
  return found;
}
