import type { Activity, LinkView } from '~/domain/customers/view';
import { money } from '~/ui/format';
import { inWords } from '~/ui/statuses';

/** One thing of a customer's timeline, without the number of its order. */
export function activityWords({ kind, amount, currency }: Activity): string {
  const value = amount === null ? '' : ` ${money(amount, currency)}`;
  switch (kind) {
    case 'placed':
      return `placed,${value}`;
    case 'paid':
      return `paid${value}`;
    case 'refunded':
      return `refunded${value}`;
    case 'return_requested':
      return 'return asked for';
    default:
      return inWords(kind).toLowerCase();
  }
}

const kinds: Record<string, string> = {
  verified_email: 'The platform verified their e-mail address',
  phone: 'Nobody else has their phone number',
  platform_merge: 'The platform joined two customers',
  'same email': 'Same e-mail address, not verified',
  'same phone': 'Same phone number',
};

/** Why two identities are, or may be, one person. */
export function linkWords(kind: string): string {
  return kinds[kind] ?? inWords(kind);
}

/** One side of a link as a person can read it; addresses and numbers are kept as hashes only. */
export function identityWords(identity: string): string {
  const [kind, ...rest] = identity.split(':');
  if (kind === 'customer') return `customer ${rest.join(':')}`;
  return kind === 'email' ? 'orders with that e-mail address' : 'orders with that phone number';
}

/** Who decided, in words. */
export function decidedWords({ state, decidedBy }: Pick<LinkView, 'state' | 'decidedBy'>): string {
  const verdict = state === 'active' ? 'Joined' : 'Kept apart';
  if (decidedBy === null) return `${verdict} by rule`;
  return decidedBy === 'platform' ? `${verdict} by the platform` : `${verdict} by your staff`;
}

const consents: Record<string, string> = {
  subscribed: 'Subscribed',
  not_subscribed: 'Not subscribed',
  unsubscribed: 'Unsubscribed',
  pending: 'Waiting for confirmation',
  redacted: 'Erased',
  invalid: 'Invalid address',
};

/** A marketing consent in words; null when the platform says nothing. */
export function consentWords(consent: { state: string } | null): string | null {
  return consent === null ? null : (consents[consent.state.toLowerCase()] ?? inWords(consent.state));
}
