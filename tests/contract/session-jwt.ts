import { createHmac } from 'node:crypto';

/** A session token with claims laid over genuine ones, signed in any way that somebody may try. */
export function sessionJwt(
  claims: Record<string, unknown>,
  { secret, alg }: { secret: string; alg: 'HS256' | 'HS512' | 'none' },
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now - 1, nbf: now - 1, exp: now + 60, jti: crypto.randomUUID(), sid: crypto.randomUUID() };
  const text = `${part({ alg, typ: 'JWT' })}.${part({ ...times, ...claims })}`;
  if (alg === 'none') return `${text}.`;
  const hash = alg === 'HS512' ? 'sha512' : 'sha256';
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}
