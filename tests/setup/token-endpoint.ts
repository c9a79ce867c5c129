import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A token endpoint and an Admin API in a few lines, over HTTP, for tests of tokens: every refresh revokes the pair before it. */
export type TokenEndpoint = {
  url: string;
  refreshes: string[];
  exchanges: number;
  /** the access tokens that the API takes */
  live: Set<string>;
  /** changes the next replies: status and body, or fields laid over the usual reply */
  next: { status?: number; lay?: Record<string, unknown>; delayMs?: number };
  shopsSeen: Set<string>;
  stop(): Promise<void>;
};

export async function startTokenEndpoint(): Promise<TokenEndpoint> {
  let issued = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string>;
    endpoint.shopsSeen.add(String(request.headers['x-forwarded-host']));
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.url?.includes('/graphql.json')) {
      const token = String(request.headers['x-shopify-access-token']);
      if (!endpoint.live.has(token)) return answer(401, { errors: 'Invalid API key or access token' });
      return answer(200, { data: { shop: shopFacts } });
    }
    const { status = 200, lay = {}, delayMs = 20 } = endpoint.next;
    await new Promise((done) => setTimeout(done, delayMs));
    if (body.grant_type === 'refresh_token') endpoint.refreshes.push(String(body.refresh_token));
    else endpoint.exchanges += 1;
    if (status !== 200) return answer(status, { error: 'invalid_grant' });
    issued += 1;
    const token = `shpat_${issued}`;
    endpoint.live.clear();
    endpoint.live.add(token);
    answer(200, {
      access_token: token,
      scope: 'read_orders,write_products',
      expires_in: 3600,
      refresh_token: `shprt_${issued}`,
      refresh_token_expires_in: 7_776_000,
      ...lay,
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint: TokenEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refreshes: [],
    exchanges: 0,
    live: new Set(),
    next: {},
    shopsSeen: new Set(),
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return endpoint;
}

const shopFacts = {
  id: 'gid://shopify/Shop/1',
  name: 'Demo',
  email: 'demo@example.com',
  currencyCode: 'EUR',
  ianaTimezone: 'Europe/Berlin',
  plan: { publicDisplayName: 'Basic' },
};
