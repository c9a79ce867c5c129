import { z } from 'zod';
import { malformed, readAs, text } from '../fields';
import type { EntryMeaning } from '../platform';
import { privacyRequestIn } from '../privacy-request';
import { maybeId } from './ids';
import { isShopDomain } from './shop-domain';

/** customers/data_request, customers/redact, shop/redact. */
export function readPrivacyTopic(value: unknown, topic: string): EntryMeaning {
  return privacyRequestIn(value, topic, maybeId, storeNamedIn(value));
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
