import { createHmac, randomUUID } from 'node:crypto';

/** A session token as the admins hand it to apps: HS256, good for one minute of real time. */
export function signedJwt(claims: Record<string, unknown>, secret: string): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { exp: now + 60, nbf: now - 1, iat: now - 1, jti: randomUUID(), sid: randomUUID() };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, ...times })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
