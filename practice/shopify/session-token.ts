import { createHmac, timingSafeEqual } from 'node:crypto';
import { signedJwt } from '../signed-jwt';

const leewaySeconds = 10;

/** The id token that App Bridge and the admin hand to the app. */
export function sessionToken({ domain, apiKey, apiSecret }: App): string {
  return signedJwt({ iss: `https://${domain}/admin`, dest: `https://${domain}`, aud: apiKey, sub: '42' }, apiSecret);
}

type App = { domain: string; apiKey: string; apiSecret: string };

/** The claims of a genuine token for this app and store; null for any other text. */
export function readSessionToken(token: unknown, options: App) {
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
