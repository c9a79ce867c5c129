import { z } from 'zod';
import { address, instant } from '../orders/order-parts';

/** What the shopper agreed to for one channel, and when. */
const consent = z.object({ state: z.string(), optInLevel: z.string().nullable(), changedAt: instant.nullable() });

/**
 * A customer as the platform keeps one: a record, not yet a person. Guests have none, one person may have several
 * (docs/glossary.md); profiles join them (identity.ts).
 */
export const customer = z.object({
  platformCustomerId: z.string(),
  email: z.string().nullable(),
  /** the platform knows that the address is theirs */
  emailVerified: z.boolean(),
  phone: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  state: z.string().nullable(),
  taxExempt: z.boolean(),
  defaultAddress: address.omit({ kind: true }).nullable(),
  /** null when the source does not tell: messages about a customer carry neither tags nor consents */
  tags: z.array(z.string()).nullable(),
  consents: z.object({ email: consent.nullable(), sms: consent.nullable() }).nullable(),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
});

export type Customer = z.infer<typeof customer>;

/** With the moment that the telling is of (ISO 8601), where it is known: see orders/version.ts. */
export type ToldCustomer = Customer & { toldAt?: string | null };
