import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import {
  ownerOf,
  readSession,
  readSessions,
  removeSessions,
  type StoredSession,
  writeSession,
} from '../../tenancy/session-store.server';
import { isShopDomain } from './shop-domain';

/** Where the Shopify library keeps its sessions: our sealed table. We use offline sessions only. */
export const sessionStorage: SessionStorage = {
  async storeSession(session) {
    await writeSession(ownerOf('shopify', session.shop), {
      id: session.id,
      isOnline: session.isOnline,
      state: session.state,
      scope: session.scope ?? null,
      accessToken: session.accessToken ?? null,
      accessTokenExpiresAt: session.expires ?? null,
      refreshToken: session.refreshToken ?? null,
      refreshTokenExpiresAt: session.refreshTokenExpires ?? null,
      userId: session.onlineAccessInfo ? String(session.onlineAccessInfo.associated_user.id) : null,
    });
    return true;
  },
  async loadSession(id) {
    const shop = shopOf(id);
    const stored = shop ? await readSession(ownerOf('shopify', shop), id) : null;
    return shop && stored ? asSession(shop, stored) : undefined;
  },
  async deleteSession(id) {
    const shop = shopOf(id);
    if (shop) await removeSessions(ownerOf('shopify', shop).storeId, [id]);
    return true;
  },
  async deleteSessions(ids) {
    for (const id of ids) await sessionStorage.deleteSession(id);
    return true;
  },
  async findSessionsByShop(shop) {
    return (await readSessions(ownerOf('shopify', shop))).map((stored) => asSession(shop, stored));
  },
};

/** The id that the library gives the offline session of a shop. */
export function offlineSessionId(shop: string): string {
  return `offline_${shop}`;
}

function shopOf(sessionId: string): string | undefined {
  const shop = sessionId.startsWith('offline_') ? sessionId.slice('offline_'.length) : sessionId.split('_')[0];
  return isShopDomain(shop) ? shop : undefined;
}

function asSession(shop: string, stored: StoredSession): Session {
  return new Session({
    id: stored.id,
    shop,
    state: stored.state,
    isOnline: stored.isOnline,
    ...(stored.scope === null ? {} : { scope: stored.scope }),
    ...(stored.accessToken === null ? {} : { accessToken: stored.accessToken }),
    // The library takes a missing expiry for "never"; a token whose end we were not told is over.
    expires: stored.accessTokenExpiresAt ?? new Date(0),
    ...(stored.refreshToken === null ? {} : { refreshToken: stored.refreshToken }),
    ...(stored.refreshTokenExpiresAt === null ? {} : { refreshTokenExpires: stored.refreshTokenExpiresAt }),
  });
}
