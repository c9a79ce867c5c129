import { z } from 'zod';
import { config } from '../../config/config.server';
import { faultsOf } from '../platform-faults';
import { brokerOf, type TokenPair } from '../token-broker.server';
import { offlineSessionId } from './session-storage.server';
import { shopifyFetch } from './transport.server';

/** A token this close to its end is renewed first; the library does the same for pages. */
export const marginMs = 5 * 60 * 1000;

/** Shopify's tokens; how they are renewed once however many ask: ../token-broker.server.ts. */
export const { offlineToken, renewed, refusedToken } = brokerOf({
  ...{ name: 'shopify', title: 'Shopify', marginMs },
  sessionId: offlineSessionId,
  refresh,
});

const { unavailable, mustOpenAgain } = faultsOf('Shopify');

const reply = z.object({
  access_token: z.string().min(1),
  scope: z.string().optional(),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});

async function refresh(shop: string, refreshToken: string): Promise<TokenPair> {
  const { apiKey, apiSecret } = config().shopify;
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
    throw unavailable('the token endpoint did not answer', undefined, cause);
  });
  if (answer.status === 429 || answer.status >= 500) throw unavailable(`the token endpoint answered ${answer.status}`);
  if (!answer.ok) throw mustOpenAgain(`the token endpoint refused the refresh: ${answer.status}`);
  const read = reply.safeParse(await answer.json().catch(() => null));
  if (!read.success) throw unavailable('the token endpoint answered something else than a token');
  const pair = read.data;
  return {
    accessToken: pair.access_token,
    accessTokenExpiresAt: inSeconds(pair.expires_in),
    refreshToken: pair.refresh_token ?? null,
    refreshTokenExpiresAt: inSeconds(pair.refresh_token_expires_in),
    scope: pair.scope ?? null,
  };
}

function inSeconds(seconds: number | undefined): Date | null {
  return seconds === undefined ? null : new Date(Date.now() + seconds * 1000);
}
