import { z } from 'zod';
import { malformed, readAs } from '../fields';
import type { EntryMeaning } from '../platform';
import { privacyRequestIn } from '../privacy-request';
import { maybeId } from './ids';
import { isShopDomain } from './shop-domain';

/**
 * [?] No privacy topics of Shoplazza are known: nobody documents one. Should it send the ones that other platforms send, in
 * their shape, they are answered. What is sure to come is app/uninstalled, and that erases.
 */
export function readPrivacyTopic(value: unknown, topic: string): EntryMeaning {
  const store = storeNamedIn(value);
  if (store === null) throw malformed('The message names no store.');
  return privacyRequestIn(value, topic, maybeId, store);
}

const name = z.unknown().optional();
const naming = z.object({ shop_domain: name, system_domain: name, domain: name, shop: name, store_domain: name });

/** The store's own domain that a body names; null: it names none. */
export function storeNamedIn(value: unknown): string | null {
  const names = readAs(naming, value, 'a message about a store');
  const inner = naming.safeParse(names.shop).data ?? {};
  const all = [...Object.values(names), ...Object.values(inner)].map((one) =>
    typeof one === 'string' ? one.toLowerCase() : null,
  );
  return all.find((one) => isShopDomain(one)) ?? null;
}
