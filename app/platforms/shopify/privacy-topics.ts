import { z } from 'zod';
import { list, malformed, readAs, text } from '../fields';
import type { EntryMeaning } from '../platform';
import { maybeId } from './ids';
import { isShopDomain } from './shop-domain';

/**
 * The topics that can never be fetched again, read whole. Their headers are not signed, so the shop comes from the
 * signed body, and who acts on it compares the two.
 */
const subject = z.object({ id: maybeId, email: text, phone: text }).nullish();
const request = z.object({
  customer: subject,
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
  if (topic === 'customers/redact') {
    return { kind: 'privacy-redact-customer', storeDomain, customer, orderIds: asked.orders_to_redact };
  }
  return {
    kind: 'privacy-data-request',
    storeDomain,
    platformRequestId: asked.data_request?.id ?? null,
    customer,
    orderIds: asked.orders_requested,
  };
}

const naming = z.object({ shop_domain: text.optional(), myshopify_domain: text.optional(), domain: text.optional() });

/**
 * The permanent domain that the body names.
 * @throws {Fault} `malformed` when it names none
 */
export function storeNamedIn(value: unknown): string {
  const names = readAs(naming, value, 'a message about a shop');
  const found = [names.shop_domain, names.myshopify_domain, names.domain]
    .map((name) => name?.toLowerCase())
    .find((name) => isShopDomain(name));
  if (!found) throw malformed('The message names no shop.');
  return found;
}
