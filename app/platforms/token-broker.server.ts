import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { once } from '../db/once.server';
import { Fault } from '../domain/shared/fault';
import { type PlatformName, type StoreId, storeIdOf } from '../domain/shared/ids';
import {
  dropAccessToken,
  ownerOf,
  readSession,
  removeSessions,
  type StoredSession,
  withSessionLock,
  writeSession,
} from '../tenancy/session-store.server';
import { findStore } from '../tenancy/store.server';
import { faultsOf } from './platform-faults';

/**
 * The one place where background work gets a store's token. However many ask at once, in however many processes,
 * one refresh is made: a refresh revokes the token before it, so a second one would kill the first one's.
 */
export type OfflineToken = { shop: string; token: string };

/** What a refresh brought; null for an end that we were not told. */
export type TokenPair = {
  accessToken: string;
  accessTokenExpiresAt: Date | null;
  refreshToken: string | null;
  refreshTokenExpiresAt: Date | null;
  scope: string | null;
  /** what the adapter wants to remember of it, in the session's own state */
  state?: string;
};

/** How close to its end a token is renewed, in milliseconds; some platforms decide by the session. */
export type Margin = number | ((session: StoredSession) => number);

export type TokenBroker = {
  /**
   * A token of the store that is good for some time.
   * @throws {Fault} `unknown-store`, `unauthorized` when the merchant must open the app again, `platform-unavailable`
   */
  offlineToken(storeId: StoreId): Promise<OfflineToken>;
  /** Renews under the store's lock, unless somebody else did while we waited for it. */
  renewed(shop: string): Promise<string>;
  /**
   * The refused token is forgotten. It may have been revoked by an exchange elsewhere: once, the token that stands now,
   * or the one that its refresh token brings, is tried. After that only the merchant can help.
   */
  refusedToken(shop: string, token: string, attempt: number): Promise<Fault>;
};

/**
 * @param platform.marginMs a token this close to its end is renewed first
 * @param platform.refresh asks the platform; a Fault of it that may be retried is retried twice. Null: this refresh token is
 * dead for good. It is forgotten, so that the merchant's next visit asks for permission anew.
 */
export function brokerOf(platform: {
  name: PlatformName;
  title: string;
  marginMs: Margin;
  sessionId: (shop: string) => string;
  refresh: (shop: string, refreshToken: string) => Promise<TokenPair | null>;
}): TokenBroker {
  const running = once(`${platform.name}-token-renewals`, () => new Map<string, Promise<string>>());
  const { mustOpenAgain, renewed: renewedFault } = faultsOf(platform.title);
  const again = retry(
    handleWhen((error) => error instanceof Fault && error.retry),
    { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1000 }) },
  );

  async function renewed(shop: string): Promise<string> {
    const token = await withSessionLock(storeIdOf(platform.name, shop), () => renewedUnderLock(shop));
    if (token === null) throw mustOpenAgain('the refresh token is dead');
    return token;
  }

  /** Null, and not a fault: what is forgotten here must be committed. */
  async function renewedUnderLock(shop: string): Promise<string | null> {
    const owner = ownerOf(platform.name, shop);
    const session = await readSession(owner, platform.sessionId(shop));
    const live = liveToken(session, platform.marginMs);
    if (live) return live;
    const { refreshToken } = session ?? {};
    if (!session || !refreshToken || isOver(session.refreshTokenExpiresAt)) throw mustOpenAgain();
    const answer = await again.execute(() => platform.refresh(shop, refreshToken));
    if (answer === null) {
      await removeSessions(owner.storeId, [session.id]);
      return null;
    }
    const { scope, ...pair } = answer;
    // Written in one statement after the reply: until then the old refresh token stands and may be used again.
    await writeSession(owner, { ...session, ...pair, scope: scope ?? session.scope });
    return pair.accessToken;
  }

  /** Within this process, those who come while a renewal runs wait for it without a database connection each. */
  function renewedOnce(shop: string): Promise<string> {
    const known = running.get(shop);
    if (known) return known;
    const renewal = renewed(shop).finally(() => running.delete(shop));
    running.set(shop, renewal);
    return renewal;
  }

  return {
    renewed,
    async offlineToken(storeId) {
      const store = await findStore(storeId);
      if (!store)
        throw new Fault({ reasonClass: 'unknown-store', retry: false, publicMessage: 'This store is not connected.' });
      const shop = store.domain;
      const session = await readSession(ownerOf(platform.name, shop), platform.sessionId(shop));
      return { shop, token: liveToken(session, platform.marginMs) ?? (await renewedOnce(shop)) };
    },
    async refusedToken(shop, token, attempt) {
      const owner = ownerOf(platform.name, shop);
      await dropAccessToken(owner, platform.sessionId(shop), token);
      const now = await readSession(owner, platform.sessionId(shop));
      if (attempt > 0 || (!now?.accessToken && !now?.refreshToken)) return mustOpenAgain('the API refused the token');
      return renewedFault();
    },
  };
}

/** True while a session's token may be used. */
export function isLive(session: StoredSession | null, marginMs: Margin): boolean {
  return liveToken(session, marginMs) !== null;
}

function liveToken(session: StoredSession | null, marginMs: Margin): string | null {
  if (!session?.accessToken) return null;
  // An end that we were not told has come: taking it for "never" would stop all refreshes for good.
  const end = session.accessTokenExpiresAt?.getTime() ?? 0;
  const margin = typeof marginMs === 'number' ? marginMs : marginMs(session);
  return end - margin > Date.now() ? session.accessToken : null;
}

function isOver(end: Date | null): boolean {
  return end !== null && end.getTime() <= Date.now();
}
