import { jwtVerify } from 'jose';
import { z } from 'zod';
import { config } from '../../config/config.server';
import { isShopDomain } from './shop-domain';

const claims = z.object({ dest: z.url(), iss: z.string(), sub: z.string().optional() });

/** What a genuine session token says: the shop it was made for and the member of staff who looks. */
export type SessionToken = { shop: string; userId: string | null };

/** The token text of a request: the header that App Bridge sets, or the parameter that the admin adds to the frame. */
export function sessionTokenText(request: Request): string | null {
  const header = request.headers.get('authorization');
  if (header?.startsWith('Bearer ')) return header.slice('Bearer '.length);
  return new URL(request.url).searchParams.get('id_token');
}

/**
 * Verifies a session token: HS256 with our secret, our audience, with an end that has not come, and, which Shopify's library leaves
 * out, issuer and destination naming the same shop.
 * @returns null when it is not genuine
 */
export async function readSessionToken(token: string): Promise<SessionToken | null> {
  const { apiKey, apiSecret } = config().shopify;
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(apiSecret), {
      algorithms: ['HS256'],
      audience: apiKey,
      clockTolerance: 10,
      requiredClaims: ['exp'],
    });
    const { dest, iss, sub } = claims.parse(payload);
    const shop = new URL(dest).hostname;
    if (!isShopDomain(shop) || dest !== `https://${shop}` || iss !== `https://${shop}/admin`) return null;
    return { shop, userId: sub ?? null };
  } catch {
    return null;
  }
}
