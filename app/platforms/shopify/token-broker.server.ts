import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { z } from 'zod';
import { config } from '../../config/config.server';
import { once } from '../../db/once.server';
import { Fault } from '../../domain/shared/fault';
import type { StoreId } from '../../domain/shared/ids';
import { readSession, type StoredSession, withSessionLock, writeSession } from '../../tenancy/session-store.server';
import { findStore } from '../../tenancy/store.server';
import { offlineSessionId, ownerOf } from './session-storage.server';
import { shopifyFetch } from './transport.server';

/**
 * The one place where background work gets a store's token. However many ask at once, in however many processes,
 * one refresh is made: a refresh revokes the token before it, so a second one would kill the first one's.
 */
export type OfflineToken = { shop: string; token: string };

/** A token this close to its end is renewed first; the library does the same for pages. */
const marginMs = 5 * 60 * 1000;

/**
 * A token of the store that is good for some minutes.
 * @throws {Fault} `unknown-store`, `unauthorized` when the merchant must open the app again, `platform-unavailable`
 */
export async function offlineToken(storeId: StoreId): Promise<OfflineToken> {
  const store = await findStore(storeId);
  if (!store)
    throw new Fault({ reasonClass: 'unknown-store', retry: false, publicMessage: 'This store is not connected.' });
  const shop = store.domain;
  const token = liveToken(await readSession(ownerOf(shop), offlineSessionId(shop)));
  return { shop, token: token ?? (await renewedOnce(shop)) };
}

const running = once('shopify-token-renewals', () => new Map<string, Promise<string>>());

/** Within this process, those who come while a renewal runs wait for it without a database connection each. */
function renewedOnce(shop: string): Promise<string> {
  const known = running.get(shop);
  if (known) return known;
  const renewal = renewed(shop).finally(() => running.delete(shop));
  running.set(shop, renewal);
  return renewal;
}

/** Renews under the store's lock, unless somebody else did while we waited for it. */
export function renewed(shop: string): Promise<string> {
  const owner = ownerOf(shop);
  return withSessionLock(owner.storeId, async () => {
    const session = await readSession(owner, offlineSessionId(shop));
    const live = liveToken(session);
    if (live) return live;
    if (!session?.refreshToken || isOver(session.refreshTokenExpiresAt)) throw mustOpenAgain();
    const pair = await refresh(shop, session.refreshToken);
    // Written in one statement after the reply: until then the old refresh token stands and may be used again.
    await writeSession(owner, {
      ...session,
      scope: pair.scope ?? session.scope,
      accessToken: pair.access_token,
      accessTokenExpiresAt: inSeconds(pair.expires_in),
      refreshToken: pair.refresh_token ?? null,
      refreshTokenExpiresAt: inSeconds(pair.refresh_token_expires_in),
    });
    return pair.access_token;
  });
}

const reply = z.object({
  access_token: z.string().min(1),
  scope: z.string().optional(),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});

const again = retry(
  handleWhen((error) => error instanceof Fault && error.retry),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1000 }) },
);

function refresh(shop: string, refreshToken: string): Promise<z.infer<typeof reply>> {
  const { apiKey, apiSecret } = config().shopify;
  return again.execute(async () => {
    const answer = await shopifyFetch(`https://${shop}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        client_id: apiKey,
        client_secret: apiSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
      signal: AbortSignal.timeout(10_000),
    }).catch((cause) => {
      throw unavailable(cause);
    });
    if (answer.status === 429 || answer.status >= 500)
      throw unavailable(`the token endpoint answered ${answer.status}`);
    if (!answer.ok) throw mustOpenAgain(`the token endpoint refused the refresh: ${answer.status}`);
    const read = reply.safeParse(await answer.json().catch(() => null));
    if (!read.success) throw unavailable('the token endpoint answered something else than a token');
    return read.data;
  });
}

function liveToken(session: StoredSession | null): string | null {
  if (!session?.accessToken) return null;
  // An end that we were not told has come: taking it for "never" would stop all refreshes for good.
  const end = session.accessTokenExpiresAt?.getTime() ?? 0;
  return end - marginMs > Date.now() ? session.accessToken : null;
}

function isOver(end: Date | null): boolean {
  return end !== null && end.getTime() <= Date.now();
}

function inSeconds(seconds: number | undefined): Date | null {
  return seconds === undefined ? null : new Date(Date.now() + seconds * 1000);
}

/** The token is dead and cannot be renewed: only a visit of the merchant brings a new one. */
export function mustOpenAgain(message?: string): Fault {
  return new Fault({
    reasonClass: 'unauthorized',
    retry: false,
    publicMessage: 'Shopify no longer lets us in. Open Tagalong in the admin of this store once to connect it again.',
    ...(message ? { message } : {}),
  });
}

function unavailable(cause: unknown): Fault {
  return new Fault({
    reasonClass: 'platform-unavailable',
    retry: true,
    publicMessage: 'Shopify did not answer. We try again by ourselves.',
    cause,
    ...(typeof cause === 'string' ? { message: cause } : {}),
  });
}
