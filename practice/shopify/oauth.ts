import { randomBytes } from 'node:crypto';
import type { Faults } from './faults';
import type { TokenDoc } from './ledger/store';
import { readSessionToken } from './session-token';
import type { StoreRoom } from './store-room';

export type TokenRequests = {
  exchange: number;
  refresh: number;
  clientCredentials: number;
  migrate: number;
  refused: number;
};
export type TokenReply = { status: number; body: Record<string, unknown> };

const refreshLifeMs = 7_776_000_000;
const grants = {
  exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  idToken: 'urn:ietf:params:oauth:token-type:id_token',
  offline: 'urn:shopify:params:oauth:token-type:offline-access-token',
  online: 'urn:shopify:params:oauth:token-type:online-access-token',
};

/** POST /admin/oauth/access_token: token exchange, refresh with rotation, client credentials, migration. */
export function answerTokenRequest(options: {
  room: StoreRoom;
  given: Record<string, unknown>;
  apiKey: string;
  apiSecret: string;
  scopes: string[];
  faults: Faults;
  counts: TokenRequests;
}): TokenReply {
  const { room, given, faults, counts } = options;
  const refuse = (error: string, description: string, status = 400): TokenReply => {
    counts.refused += 1;
    return { status, body: { error, error_description: description } };
  };
  if (given.client_id !== options.apiKey || given.client_secret !== options.apiSecret) {
    return refuse('invalid_client', 'The client is not known, or its secret is wrong.', 401);
  }
  if (faults.tokens.refuse !== null) return refuse(faults.tokens.refuse, 'Refused on purpose.');
  if (!room.doc().installed) return refuse('invalid_request', 'The app is not installed on this store.');

  if (given.grant_type === 'refresh_token') {
    counts.refresh += 1;
    const now = room.now().toISOString();
    const old = room
      .shelf('token')
      .all()
      .find((one) => one.refreshToken === given.refresh_token);
    if (old === undefined || old.refreshToken === null)
      return refuse('invalid_grant', 'The refresh token is not valid.', 401);
    if (old.refreshExpiresAt !== null && old.refreshExpiresAt <= now)
      return refuse('invalid_grant', 'The refresh token has expired.', 401);
    return reply(issue(options, { expiring: true, online: false }), faults, options.room);
  }
  if (given.grant_type === 'client_credentials') {
    counts.clientCredentials += 1;
    return reply(issue(options, { expiring: true, online: false }), faults, options.room);
  }
  if (given.grant_type !== grants.exchange) return refuse('unsupported_grant_type', 'The grant type is not supported.');

  const expiring = given.expiring === '1' || given.expiring === 1 || given.expiring === true;
  if (given.subject_token_type === grants.offline) {
    counts.migrate += 1;
    const old = room.shelf('token').get(String(given.subject_token));
    if (old === null || old.expiresAt !== null) return refuse('invalid_subject_token', 'The token cannot be migrated.');
    return reply(issue(options, { expiring: true, online: false }), faults, options.room);
  }
  counts.exchange += 1;
  const claims = readSessionToken(given.subject_token, { domain: room.domain, ...options });
  if (given.subject_token_type !== grants.idToken || claims === null) {
    return refuse('invalid_subject_token', 'The subject token is not a valid session token.');
  }
  const online = given.requested_token_type === grants.online;
  const answer = reply(issue(options, { expiring: expiring || online, online }), faults, options.room);
  if (!online) return answer;
  const user = { id: Number(claims.sub), first_name: 'Practice', last_name: 'Merchant', email: room.doc().email };
  return {
    status: 200,
    body: {
      ...answer.body,
      expires_in: 86_399,
      associated_user_scope: options.scopes.join(','),
      associated_user: { ...user, email_verified: true, account_owner: true, locale: 'en', collaborator: false },
    },
  };
}

/** A new token; the store's earlier offline tokens end with it, as only one expiring token is ever good. */
function issue(
  { room, scopes, faults }: { room: StoreRoom; scopes: string[]; faults: Faults },
  kind: { expiring: boolean; online: boolean },
): TokenDoc {
  const tokens = room.shelf('token');
  if (!kind.online) for (const one of tokens.all()) if (!one.online) tokens.remove(one.id);
  const now = room.now().getTime();
  const lifeMs = kind.online ? 86_399_000 : faults.tokens.expiresInSeconds * 1000;
  const token: TokenDoc = {
    id: `${kind.online ? 'shpua' : 'shpat'}_${randomBytes(16).toString('hex')}`,
    refreshToken: kind.expiring && !kind.online ? `shprt_${randomBytes(16).toString('hex')}` : null,
    scope: scopes.join(','),
    createdAt: new Date(now).toISOString(),
    expiresAt: kind.expiring ? new Date(now + lifeMs).toISOString() : null,
    refreshExpiresAt: kind.expiring && !kind.online ? new Date(now + refreshLifeMs).toISOString() : null,
    online: kind.online,
  };
  tokens.put(token);
  return token;
}

function reply(token: TokenDoc, faults: Faults, room: StoreRoom): TokenReply {
  const left = (until: string | null) =>
    until === null ? undefined : Math.round((Date.parse(until) - room.now().getTime()) / 1000);
  return {
    status: 200,
    body: {
      access_token: token.id,
      scope: token.scope,
      ...(token.expiresAt === null || faults.tokens.omitExpiresIn ? {} : { expires_in: left(token.expiresAt) }),
      ...(token.refreshToken === null
        ? {}
        : { refresh_token: token.refreshToken, refresh_token_expires_in: left(token.refreshExpiresAt) }),
    },
  };
}

/** The scopes of a live access token; null when it is unknown, revoked or expired. */
export function scopesOfToken(room: StoreRoom, given: string | undefined): ReadonlySet<string> | null {
  if (given === undefined || !room.doc().installed) return null;
  const token = room.shelf('token').get(given);
  if (token === null) return null;
  if (token.expiresAt !== null && token.expiresAt <= room.now().toISOString()) return null;
  let scopes = known.get(token.scope);
  if (scopes === undefined) {
    scopes = new Set(token.scope.split(','));
    known.set(token.scope, scopes);
  }
  return scopes;
}

const known = new Map<string, ReadonlySet<string>>();
