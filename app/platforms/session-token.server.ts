import { jwtVerify } from 'jose';
import { z } from 'zod';

/** What a genuine session token says: the shop it was made for and the member of staff who looks. */
export type SessionToken = { shop: string; userId: string | null };

const claims = z.object({ dest: z.string(), iss: z.string(), sub: z.coerce.string().optional() });

/** The token text of a request: the header that the admin's bridge sets, or the parameter that the way into the frame adds. */
export function sessionTokenText(request: Request): string | null {
  const header = request.headers.get('authorization');
  if (header?.startsWith('Bearer ')) return header.slice('Bearer '.length);
  return new URL(request.url).searchParams.get('id_token');
}

/**
 * Verifies a session token: HS256 with the app's secret, made for the app, with an end that has not come, and what the
 * platform says of issuer and destination.
 * @param clockTolerance seconds by which the platform's clock may differ from ours
 * @param shopOf the shop that the two name alike; null when they do not
 * @returns null when it is not genuine
 */
export async function verifySessionToken(
  token: string,
  app: { id: string; secret: string },
  clockTolerance: number,
  shopOf: (claims: { dest: string; iss: string }) => string | null,
): Promise<SessionToken | null> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(app.secret), {
      algorithms: ['HS256'],
      audience: app.id,
      clockTolerance,
      requiredClaims: ['exp'],
    });
    const { dest, iss, sub } = claims.parse(payload);
    const shop = shopOf({ dest, iss });
    return shop === null ? null : { shop, userId: sub ?? null };
  } catch {
    return null;
  }
}
