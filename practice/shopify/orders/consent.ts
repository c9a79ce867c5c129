import type { Args } from '../graphql/view';
import type { ConsentDoc, CustomerDoc } from '../ledger/customer';
import { moment } from './order-parts';

/** What a customer said to marketing by e-mail; null where there is no address to write to. */
export function emailConsentOf(customer: CustomerDoc): ConsentDoc | null {
  if (customer.email === null) return null;
  const state = customer.acceptsMarketing ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED';
  return customer.emailConsent ?? { state, level: 'SINGLE_OPT_IN', updatedAt: null };
}

/** What a customer said to marketing by text message; null where there is no number. */
export function smsConsentOf(customer: CustomerDoc): ConsentDoc | null {
  if (customer.phone === null) return null;
  return customer.smsConsent ?? { state: 'NOT_SUBSCRIBED', level: 'SINGLE_OPT_IN', updatedAt: null };
}

/** A consent as a mutation gives it. */
export function consentFrom(given: Args, now: string): ConsentDoc {
  return {
    state: given.marketingState,
    level: given.marketingOptInLevel ?? 'SINGLE_OPT_IN',
    updatedAt: moment(given.consentUpdatedAt) ?? now,
  };
}
