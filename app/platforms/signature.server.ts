import { createHmac, timingSafeEqual } from 'node:crypto';

const digestBytes = 32;

/** True when one of the secrets made this signature: base64 of HMAC-SHA256 over the bytes. */
export function isSignedWith(
  secrets: readonly (string | undefined)[],
  body: Buffer,
  signature: string | undefined,
): boolean {
  const given = strictBase64(signature);
  if (!given) return false;
  // All are always computed: how long it takes must not tell which secret is in use.
  let made = false;
  for (const secret of secrets) if (secret !== undefined && isMadeWith(secret, body, given)) made = true;
  return made;
}

function isMadeWith(secret: string, body: Buffer, given: Buffer): boolean {
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given);
}

/** Node skips characters that are not base64; a signature has exactly one right spelling. */
function strictBase64(text: string | undefined): Buffer | undefined {
  if (!text || text.length > 64) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === digestBytes && bytes.toString('base64') === text ? bytes : undefined;
}
