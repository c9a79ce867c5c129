import { randomBytes } from 'node:crypto';
import { readFields } from '../web/body';
import { type Exchange, redirect, sendHtml, sendJson, sendText } from '../web/exchange';
import { escapeHtml, html } from '../web/html';
import type { TokenDoc } from './docs';
import type { Platform } from './platform';
import { signedQuery } from './signatures';
import { storeOf } from './which-store';

/** The page where a merchant agrees, and the endpoint of tokens. */

export function showAgreement(platform: Platform, exchange: Exchange): void {
  const { url, response } = exchange;
  const store = storeOf(platform, exchange);
  const { options } = platform;
  const asked = url.searchParams;
  const target = asked.get('redirect_uri') ?? '';
  const isFine =
    store &&
    asked.get('client_id') === options.clientId &&
    target.startsWith(`${options.appUrl}/`) &&
    asked.get('state');
  if (!isFine) {
    sendText(response, 400, 'This request to agree is not right.');
    return;
  }
  const scopes = (asked.get('scope') ?? '').split(' ').filter(Boolean);
  sendHtml(
    response,
    html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Add Tagalong</title>
      <body style="font-family:system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem">
        <h1>Add Tagalong to ${store.domain}</h1>
        <p>The app asks for:</p>
        <ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
        <form method="post" action="/admin/oauth/authorize?${url.searchParams.toString()}"><input type="hidden" name="store" value="${store.domain}"><button style="font:inherit;padding:.5rem 1rem">Agree and add the app</button></form>
      </body></html>`,
  );
}

export async function agree(platform: Platform, exchange: Exchange): Promise<void> {
  const fields = await readFields(exchange.request);
  const room = storeOf(platform, exchange) ?? platform.room(String(fields.store));
  const asked = exchange.url.searchParams;
  const target = asked.get('redirect_uri') ?? '';
  if (!room || !target.startsWith(`${platform.options.appUrl}/`)) return sendText(exchange.response, 400, 'Not right.');
  redirect(exchange.response, grant(platform, room.domain, asked));
}

/** The merchant agreed: the way back to the app, with a code that can be used once. */
export function grant(platform: Platform, domain: string, asked: URLSearchParams): string {
  const room = platform.room(domain);
  if (!room) throw new Error(`no such store: ${domain}`);
  const scopes = asked.get('scope') ?? '';
  const code = randomBytes(16).toString('hex');
  const redirectUri = asked.get('redirect_uri') ?? '';
  room.shelf('code').put({ id: code, store: domain, redirectUri, scopes });
  room.saveStore({ ...room.store(), scopes });
  const parameters = { code, shop: domain, state: asked.get('state') ?? '', store_id: room.store().storeId };
  return `${redirectUri}?${signedQuery(parameters, platform.options.clientSecret)}`;
}

export async function answerToken(platform: Platform, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  const room = storeOf(platform, exchange);
  const fields = await readFields(exchange.request);
  const { clientId, clientSecret } = platform.options;
  const refuse = (error: string, status = 400) => sendJson(response, { error }, status);
  if (!room) return refuse('invalid_shop', 404);
  if (platform.faults.tokensUnavailable) return refuse('unavailable', 503);
  if (platform.faults.refuseTokens) return refuse('invalid_grant');
  if (fields.client_id !== clientId || fields.client_secret !== clientSecret) return refuse('invalid_client', 401);
  if (fields.grant_type === 'authorization_code') {
    const code = room.shelf('code').get(String(fields.code));
    if (!code || code.redirectUri !== fields.redirect_uri) return refuse('invalid_grant');
    room.shelf('code').remove(code.id);
    return sendJson(response, tokenReply(platform, room.domain));
  }
  if (fields.grant_type !== 'refresh_token') return refuse('unsupported_grant_type');
  const tokens = room.shelf('token');
  const old = tokens.all().find((one) => one.refreshToken === fields.refresh_token);
  if (!old) return refuse('invalid_grant');
  tokens.remove(old.id);
  sendJson(response, tokenReply(platform, room.domain));
}

function tokenReply(platform: Platform, domain: string) {
  const room = platform.room(domain);
  if (!room) throw new Error('the store is there');
  const token: TokenDoc = {
    ...{ id: randomBytes(24).toString('hex'), store: domain, refreshToken: randomBytes(24).toString('hex') },
    expiresAt: new Date(Date.now() + platform.faults.tokenSeconds * 1000).toISOString(),
  };
  room.shelf('token').put(token);
  platform.counts.tokens += 1;
  return {
    ...{ token_type: 'Bearer', access_token: token.id, refresh_token: token.refreshToken },
    ...(platform.faults.withoutExpiry ? {} : { expires_at: Math.floor(Date.parse(token.expiresAt) / 1000) }),
    ...{ store_id: room.store().storeId, store_name: escapeHtml(room.store().name), locale: 'en-US' },
  };
}
