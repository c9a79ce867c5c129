import { z } from 'zod';
import type { StoredSession } from '../../tenancy/session-store.server';
import { faultsOf } from '../platform-faults';
import { brokerOf, type TokenPair } from '../token-broker.server';
import { shoplazzaApp } from './app.server';
import { offlineSessionId } from './session-storage.server';
import { shoplazzaFetch } from './transport.server';

const day = 86_400_000;
const minute = 60_000;

/**
 * [?] How long tokens live is not documented; the only example says about a year. They are renewed when a tenth of their life is
 * left, a week before their end at the soonest, so that one that lives for minutes is not renewed at every call.
 */
export function marginOf({ state: issuedAt, accessTokenExpiresAt: end }: StoredSession): number {
  const life = (end?.getTime() ?? 0) - Date.parse(issuedAt);
  return Number.isNaN(life) ? 5 * minute : Math.min(7 * day, life / 10);
}

/** Shoplazza's tokens; how they are renewed once however many ask: ../token-broker.server.ts. */
export const { offlineToken, refusedToken } = brokerOf({
  ...{ name: 'shoplazza', title: 'Shoplazza', marginMs: marginOf },
  sessionId: offlineSessionId,
  refresh: (shop, refreshToken) => askForToken(shop, { grant_type: 'refresh_token', refresh_token: refreshToken }),
});

const { unavailable, mustOpenAgain } = faultsOf('Shoplazza');

const reply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  /** unix seconds; text has been seen in other answers of the platform */
  expires_at: z.coerce.number().positive().nullish(),
  expires_in: z.coerce.number().positive().nullish(),
  scope: z.string().nullish(),
});

/**
 * Asks the token endpoint: for the first pair with a code, for the next one with the last refresh token.
 * @returns null when the code or the refresh token is no good
 * @throws {Fault} `unauthorized` when it does not know us, `platform-unavailable` when another try may help
 */
export async function askForToken(shop: string, grant: Record<string, string>): Promise<TokenPair | null> {
  const { clientId, clientSecret } = shoplazzaApp();
  const answer = await shoplazzaFetch(`https://${shop}/admin/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, ...grant }),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause) => {
    throw unavailable('the token endpoint did not answer', undefined, cause);
  });
  if (answer.status === 429 || answer.status >= 500) throw unavailable(`the token endpoint answered ${answer.status}`);
  if (answer.status === 400) return null;
  if (!answer.ok) throw mustOpenAgain(`the token endpoint refused: ${answer.status}`);
  const value = (await answer.json().catch(() => null)) as { data?: unknown } | null;
  const read = reply.safeParse(value?.data ?? value);
  if (!read.success) throw unavailable('the token endpoint answered something else than a token');
  const pair = read.data;
  return {
    accessToken: pair.access_token,
    accessTokenExpiresAt: endOf(pair),
    refreshToken: pair.refresh_token ?? null,
    refreshTokenExpiresAt: null,
    scope: pair.scope ?? null,
    state: new Date().toISOString(),
  };
}

/** An end that is not told may be any time: after an hour the next one is asked for. */
function endOf({ expires_at: at, expires_in: seconds }: z.infer<typeof reply>): Date {
  if (at) return new Date(at * 1000);
  return new Date(Date.now() + (seconds ?? 3600) * 1000);
}
