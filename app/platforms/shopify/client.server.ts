import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { ClientError, GraphQLClient } from 'graphql-request';
import { Fault } from '../../domain/shared/fault';
import type { StoreId } from '../../domain/shared/ids';
import { type Governed, governed, NotNow } from '../../governor/governor.server';
import { platformCalls } from '../../observability/metrics.server';
import { dropAccessToken, readSession } from '../../tenancy/session-store.server';
import { type Cost, faultOfReply, type Reply, requestFailed } from './faults';
import type { Operation } from './generated/operations';
import { hearClock } from './platform-clock.server';
import { expectedCost, learnCost } from './query-costs';
import { offlineSessionId, ownerOf } from './session-storage.server';
import { apiVersion } from './shopify-app.server';
import { mustOpenAgain, offlineToken } from './token-broker.server';
import { shopifyFetch } from './transport.server';

/** Runs checked operations against a store's Admin API, with its token; what can be tried again is tried again. */
export type AdminClient = {
  run<Variables, Result>(operation: Operation<Variables, Result>, variables: Variables): Promise<Result>;
  /** The points that the last reply says its query was worth. */
  lastCost(): number | null;
};

const maxAttempts = 8;
const longestWaitMs = 30_000;

export function adminClient(storeId: StoreId): AdminClient {
  let cost: number | null = null;
  const patient = retry(
    // What is not to be waited for in a worker comes back later.
    handleWhen((error) => error instanceof Fault && error.retry && !(error instanceof NotNow)),
    { maxAttempts, backoff: new DelegateBackoff(({ attempt, result }) => waitFor(attempt, result)) },
  );
  return {
    lastCost: () => cost,
    run: (operation, variables) =>
      patient.execute(async ({ attempt }) => {
        const given = variables as Record<string, unknown>;
        const expected = expectedCost(operation.name, given);
        const sent = await governed({ storeId, platform: 'shopify', cost: expected }, async () =>
          governable(await send(storeId, operation, given, attempt)),
        );
        if (sent instanceof Fault) throw sent;
        const asked = sent.extensions?.cost?.requestedQueryCost;
        if (asked !== undefined) learnCost(operation.name, given, asked);
        cost = asked ?? cost;
        return sent.data as never;
      }),
  };
}

/** As long as the platform asks, else longer each time; never all at the same moment. */
function waitFor(attempt: number, result: unknown): number {
  const error = result !== null && typeof result === 'object' && 'error' in result ? result.error : undefined;
  const asked = error instanceof Fault ? error.retryAfterMs : undefined;
  const base = asked ?? 250 * 2 ** attempt;
  return Math.min(longestWaitMs, base + Math.random() * Math.min(1000, base));
}

async function send<V, R>(
  storeId: StoreId,
  operation: Operation<V, R>,
  variables: Record<string, unknown>,
  attempt: number,
): Promise<Sent> {
  const { shop, token } = await offlineToken(storeId);
  const client = new GraphQLClient(`https://${shop}/admin/api/${apiVersion}/graphql.json`, {
    fetch: shopifyFetch as typeof fetch,
    headers: { 'x-shopify-access-token': token },
    errorPolicy: 'all',
  });
  let reply: Reply;
  try {
    reply = (await client.rawRequest(operation.text, variables)) as unknown as Reply;
  } catch (error) {
    if (!(error instanceof ClientError)) return { fault: counted(requestFailed(error)), cost: undefined };
    reply = error.response as unknown as Reply;
  }
  hearClock(reply.headers?.get('date'));
  const cost = reply.extensions?.cost;
  if (reply.status === 401) return { fault: counted(await refusedToken(shop, token, attempt)), cost };
  const fault = faultOfReply(operation.name, reply);
  if (fault) return { fault: counted(fault), cost };
  platformCalls.inc({ platform: 'shopify', ending: 'ok' });
  return { reply, cost };
}

/** What the platform answered, or why not; with what it says of its bucket. */
type Sent = ({ reply: Reply } | { fault: Fault }) & { cost: Cost | undefined };

/** How a call ended, as the governor sees it. */
function governable(sent: Sent): Governed<Reply | Fault> {
  const { cost } = sent;
  const said = cost?.throttleStatus;
  const status = said
    ? { available: said.currentlyAvailable, maximum: said.maximumAvailable, restoreRate: said.restoreRate }
    : null;
  const used = cost?.actualQueryCost ?? null;
  if ('reply' in sent) return { ending: { kind: 'answered', status }, used, result: sent.reply };
  const { fault } = sent;
  const waitMs = fault.retryAfterMs ?? null;
  if (fault.reasonClass === 'throttled')
    return { ending: { kind: 'throttled', status, waitMs: waitMs ?? 1000 }, used, result: fault };
  if (fault.reasonClass === 'platform-unavailable') return { ending: { kind: 'failed', waitMs }, used, result: fault };
  return { ending: { kind: 'answered', status }, used, result: fault };
}

/**
 * The refused token is forgotten. It may have been revoked by an exchange elsewhere: once, the token that stands now, or
 * the one that its refresh token brings, is tried. After that only the merchant can help.
 */
async function refusedToken(shop: string, token: string, attempt: number): Promise<Fault> {
  const owner = ownerOf(shop);
  await dropAccessToken(owner, offlineSessionId(shop), token);
  const now = await readSession(owner, offlineSessionId(shop));
  if (attempt > 0 || (!now?.accessToken && !now?.refreshToken)) return mustOpenAgain('the Admin API refused the token');
  return new Fault({
    reasonClass: 'unauthorized',
    retry: true,
    retryAfterMs: 50,
    publicMessage: 'The connection to Shopify was renewed; we try again.',
  });
}

function counted(fault: Fault): Fault {
  const endings: Partial<Record<typeof fault.reasonClass, string>> = {
    throttled: 'throttled',
    'platform-unavailable': 'failed',
  };
  platformCalls.inc({ platform: 'shopify', ending: endings[fault.reasonClass] ?? 'refused' });
  return fault;
}
