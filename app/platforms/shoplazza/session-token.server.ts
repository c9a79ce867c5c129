import { jwtVerify } from 'jose';
import { z } from 'zod';
import { shoplazzaApp } from './app.server';
import { isShopDomain } from './shop-domain';

const claims = z.object({ dest: z.string(), iss: z.string(), sub: z.coerce.string().optional() });

/** What a genuine session token says: the store it was made for and the member of staff who looks. */
export type SessionToken = { shop: string; userId: string | null };

/** The token text of a request: the header of our own calls, or the parameter that the bounce page adds. */
export function sessionTokenText(request: Request): string | null {
  const header = request.headers.get('authorization');
  if (header?.startsWith('Bearer ')) return header.slice('Bearer '.length);
  return new URL(request.url).searchParams.get('id_token');
}

/**
 * Verifies a session token: HS256 with our secret, our audience, one minute long, issuer and destination naming the same
 * store. [?] They come without a scheme in the documentation; with one they are read, too.
 * @returns null when it is not genuine
 */
export async function readSessionToken(token: string): Promise<SessionToken | null> {
  const { clientId, clientSecret } = shoplazzaApp();
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(clientSecret), {
      algorithms: ['HS256'],
      audience: clientId,
      clockTolerance: 5,
      requiredClaims: ['exp', 'iss', 'dest'],
    });
    const { dest, iss, sub } = claims.parse(payload);
    const shop = dest.replace(/^https:\/\//, '');
    if (!isShopDomain(shop) || iss.replace(/^https:\/\//, '') !== `${shop}/admin`) return null;
    return { shop, userId: sub ?? null };
  } catch {
    return null;
  }
}
