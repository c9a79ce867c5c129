import { createHmac } from 'node:crypto';
import { signedJwt } from '../signed-jwt';

/** How Shoplazza signs addresses (in hex over plain sorted pairs) and session tokens. */

export function signedQuery(parameters: Record<string, string>, secret: string): URLSearchParams {
  const text = Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return new URLSearchParams({ ...parameters, hmac: createHmac('sha256', secret).update(text).digest('hex') });
}

/** What the bridge hands out: no scheme in issuer and destination. */
export function sessionToken(domain: string, clientId: string, secret: string): string {
  return signedJwt({ iss: `${domain}/admin`, dest: domain, aud: clientId, sub: '77', locale: 'en-US' }, secret);
}
