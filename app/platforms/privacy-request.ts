import { z } from 'zod';
import { list, readAs, text } from './fields';
import type { EntryMeaning } from './platform';

/**
 * The topics that can never be fetched again, read whole: customers/data_request, customers/redact, shop/redact. Their headers
 * are not signed, so the store comes from the signed body, and who acts on it compares the two.
 * @param maybeId how the platform writes ids
 * @param storeDomain the store that the body names
 */
export function privacyRequestIn(
  value: unknown,
  topic: string,
  maybeId: z.ZodType<string | null>,
  storeDomain: string,
): EntryMeaning {
  if (topic === 'shop/redact') return { kind: 'privacy-redact-store', storeDomain };
  const shape = z.object({
    customer: z.object({ id: maybeId, email: text, phone: text }).nullish(),
    orders_requested: list(z.string()),
    orders_to_redact: list(z.string()),
    data_request: z.object({ id: maybeId }).nullish(),
  });
  const asked = readAs(shape, value, 'a privacy request');
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
