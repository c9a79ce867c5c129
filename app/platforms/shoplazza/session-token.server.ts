import { type SessionToken, verifySessionToken } from '../session-token.server';
import { shoplazzaApp } from './app.server';
import { isShopDomain } from './shop-domain';

/**
 * Verifies a session token of Shoplazza's admin, one minute long. [?] Its issuer and destination come without a scheme in
 * the documentation; with one they are read, too.
 * @returns null when it is not genuine
 */
export async function readSessionToken(token: string): Promise<SessionToken | null> {
  const { clientId, clientSecret } = shoplazzaApp();
  return verifySessionToken(token, { id: clientId, secret: clientSecret }, 5, ({ dest, iss }) => {
    const shop = dest.replace(/^https:\/\//, '');
    return isShopDomain(shop) && iss.replace(/^https:\/\//, '') === `${shop}/admin` ? shop : null;
  });
}
