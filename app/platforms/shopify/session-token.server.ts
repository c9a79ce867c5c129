import { config } from '../../config/config.server';
import { type SessionToken, verifySessionToken } from '../session-token.server';
import { isShopDomain } from './shop-domain';

/**
 * Verifies a session token of Shopify's admin. Shopify's library leaves out that issuer and destination name the same shop.
 * @returns null when it is not genuine
 */
export async function readSessionToken(token: string): Promise<SessionToken | null> {
  const { apiKey, apiSecret } = config().shopify;
  return verifySessionToken(token, { id: apiKey, secret: apiSecret }, 10, ({ dest, iss }) => {
    const shop = new URL(dest).hostname;
    return isShopDomain(shop) && dest === `https://${shop}` && iss === `https://${shop}/admin` ? shop : null;
  });
}
