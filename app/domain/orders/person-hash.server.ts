import { createHmac } from 'node:crypto';
import { config } from '../../config/config.server';
import type { PersonHashes } from './order-rows';
import { normaliseEmail, normalisePhone } from './person';

/** The keyed hashes that find a person's orders without keeping the address (the same as tenancy's personHash). */
export const personHashes: PersonHashes = ({ email, phone }) => ({
  email_hash: hexHash(normaliseEmail(email)),
  phone_hash: hexHash(normalisePhone(phone)),
});

/** The hash of a normalised e-mail address or phone number as PostgreSQL reads bytea; null of nothing. */
export function hexHash(normalised: string | null): string | null {
  if (normalised === null) return null;
  return `\\x${createHmac('sha256', config().secrets.personHashKey).update(normalised, 'utf8').digest('hex')}`;
}
