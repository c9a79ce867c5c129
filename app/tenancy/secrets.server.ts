import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { config } from '../config/config.server';

/**
 * Secrets at rest: AES-256-GCM with a key id in the envelope, so that keys can rotate, and with the place of
 * the secret bound in, so that a ciphertext moved to another store or column does not open.
 * Envelope: `v1.keyId.iv.ciphertext.tag`, each part base64url.
 */

/** Where a secret lies. It opens at the same place only. */
export type SecretPlace = { platform: string; storeId: string; column: string };

const version = 'v1';
const ivBytes = 12;
// node:crypto takes tags of 4 bytes unless told otherwise; a short tag can be guessed.
const tagBytes = 16;

/** The envelope does not open: damaged, moved, or made with a key that is gone. Says nothing about its content. */
export class UnsealError extends Error {}

/** Encrypts `plain` for `place` with the first key of the ring. */
export function seal(plain: string, place: SecretPlace): string {
  const [current] = config().secrets.encryptionKeys;
  if (!current) throw new Error('no encryption key is configured');
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', current.key, iv, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(place));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [version, current.id, ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Opens an envelope of `seal`.
 * @throws {UnsealError} when it was changed, cut, moved to another place, or its key is not in the ring
 */
export function unseal(envelope: string, place: SecretPlace): string {
  const [format, keyId, ...rest] = envelope.split('.');
  const [iv, text, tag] = rest.map(strictBase64url);
  const key = config().secrets.encryptionKeys.find((one) => one.id === keyId)?.key;
  if (format !== version || rest.length !== 3) throw new UnsealError('not a sealed secret');
  if (!key) throw new UnsealError(`the key "${keyId}" is not in the key ring`);
  if (!iv || !text || iv.length !== ivBytes || tag?.length !== tagBytes) throw new UnsealError('a damaged secret');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new UnsealError('the secret does not open here', { cause });
  }
}

/** True when the envelope was made with a key that is no longer the first: seal it again when it is next at hand. */
export function sealedWithOldKey(envelope: string): boolean {
  return envelope.split('.')[1] !== config().secrets.encryptionKeys[0]?.id;
}

/** The keyed hash of a normalised e-mail address or phone number: finds a person without keeping the address. */
export function personHash(normalised: string): Buffer {
  return createHmac('sha256', config().secrets.personHashKey).update(normalised, 'utf8').digest();
}

function boundTo({ platform, storeId, column }: SecretPlace): Buffer {
  return Buffer.from([platform, storeId, column, version].join('|'), 'utf8');
}

/** Node skips what is not base64; here any such character makes the part unreadable. */
function strictBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
