import { createHmac } from 'node:crypto';
import { config } from '../../config/config.server';
import { normaliseEmail, normalisePhone } from './person';
import type { PersonHashes } from './rows';

/**
 * The keyed hashes that find a person's orders without keeping the address (the same as tenancy's personHash).
 * One of these serves one batch: within it, a person who comes again is hashed once.
 */
export function personHashes(): PersonHashes {
  const known = new Map<string, string | null>();
  const hashOnce = (normalised: string | null) => {
    if (normalised === null) return null;
    const made = known.get(normalised) ?? hexHash(normalised);
    known.set(normalised, made);
    return made;
  };
  return ({ email, phone }) => ({
    email_hash: hashOnce(normaliseEmail(email)),
    phone_hash: hashOnce(normalisePhone(phone)),
  });
}

/** The hash of a normalised e-mail address or phone number as PostgreSQL reads bytea; null of nothing. */
export function hexHash(normalised: string | null): string | null {
  if (normalised === null) return null;
  return `\\x${createHmac('sha256', config().secrets.personHashKey).update(normalised, 'utf8').digest('hex')}`;
}
