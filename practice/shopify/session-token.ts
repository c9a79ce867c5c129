import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

const leewaySeconds = 10;

/** The id token that App Bridge and the admin hand to the app: HS256, good for one minute of real time. */
export function sessionToken(options: { domain: string; apiKey: string; apiSecret: string; userId?: string }): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: `https://${options.domain}/admin`,
    dest: `https://${options.domain}`,
    aud: options.apiKey,
    sub: options.userId ?? '42',
    exp: now + 60,
    nbf: now - 1,
    iat: now - 1,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${body}.${createHmac('sha256', options.apiSecret).update(body).digest('base64url')}`;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The claims of a genuine token for this app and store; null for any other text. */
export function readSessionToken(token: unknown, options: { domain: string; apiKey: string; apiSecret: string }) {
  const [head, body, signature] = String(token).split('.');
  if (head === undefined || body === undefined || signature === undefined) return null;
  const wanted = createHmac('sha256', options.apiSecret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>;
  const now = Date.now() / 1000;
  if (claims.aud !== options.apiKey || claims.dest !== `https://${options.domain}`) return null;
  if (Number(claims.exp) < now - leewaySeconds || Number(claims.nbf) > now + leewaySeconds) return null;
  return claims;
}
