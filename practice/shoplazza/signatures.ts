import { createHmac, randomUUID } from 'node:crypto';

/** How Shoplazza signs: addresses in hex over plain sorted pairs, webhooks in base64 over the body, tokens as HS256. */

export function signedQuery(parameters: Record<string, string>, secret: string): URLSearchParams {
  const text = Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return new URLSearchParams({ ...parameters, hmac: createHmac('sha256', secret).update(text).digest('hex') });
}

export function webhookSignature(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('base64');
}

/** What the bridge hands out: good for one minute of real time, no scheme in issuer and destination. */
export function sessionToken(domain: string, clientId: string, secret: string, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    ...{ iss: `${domain}/admin`, dest: domain, aud: clientId, sub: '77' },
    ...{ exp: now + 60, nbf: now - 1, iat: now - 1, jti: randomUUID(), sid: randomUUID(), locale: 'en-US' },
    ...claims,
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
