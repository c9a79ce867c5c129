import { createHmac, timingSafeEqual } from 'node:crypto';
import { shoplazzaApp } from './app.server';

/**
 * True when Shoplazza signed these parameters of an address: all but `hmac`, sorted by name, joined as `name=value` by "&",
 * HMAC-SHA256 in small hex digits. [?] The documentation joins plain values, the official library encoded ones: they
 * differ for special characters only, and both are tried.
 */
export function isSignedQuery(query: URLSearchParams, secret = shoplazzaApp().clientSecret): boolean {
  const given = query.get('hmac') ?? '';
  const names = [...query.keys()];
  // Said twice, a parameter could be read in one way here and in another elsewhere.
  if (!/^[0-9a-f]{64}$/.test(given) || new Set(names).size !== names.length) return false;
  const pairs = [...query].filter(([name]) => name !== 'hmac').sort(([a], [b]) => (a < b ? -1 : 1));
  const plain = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  const encoded = new URLSearchParams(pairs).toString();
  const signature = Buffer.from(given, 'hex');
  return [plain, encoded].map((text) => timingSafeEqual(signatureOf(text, secret), signature)).includes(true);
}

function signatureOf(text: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}
