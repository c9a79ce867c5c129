import { normaliseEmail, normalisePhone } from '../domain/orders/person';
import { personHash } from '../tenancy/secrets.server';
import type { PersonsIn } from './persons-in';

/**
 * Names under which a person, an order or a store is remembered as erased: "customer:<id>", "order:<id>",
 * "email:<keyed hash>", "phone:<keyed hash>". The triggers of the erasure guards make the same names.
 */
export function subjectsOf(persons: PersonsIn): string[] {
  return [
    ...persons.orderIds.map((id) => `order:${id}`),
    ...persons.customerIds.map((id) => `customer:${id}`),
    ...persons.emails.map((email) => `email:${personHash(email).toString('hex')}`),
    ...persons.phones.map((phone) => `phone:${personHash(phone).toString('hex')}`),
  ];
}

/** The keyed hash of an e-mail address, as hex; null when there is none. */
export function emailHashOf(email: string | null): string | null {
  const normalised = normaliseEmail(email);
  return normalised === null ? null : personHash(normalised).toString('hex');
}

/** The keyed hash of a phone number, as hex; null when there is none. */
export function phoneHashOf(phone: string | null): string | null {
  const normalised = normalisePhone(phone);
  return normalised === null ? null : personHash(normalised).toString('hex');
}
