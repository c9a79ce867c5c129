import { ClientError, GraphQLClient } from 'graphql-request';
import type { StoreId } from '../../domain/shared/ids';
import { callsOf, type Sent } from '../platform-call.server';
import { type Cost, faultOfReply, type Reply, requestFailed } from './faults';
import type { Operation } from './generated/operations';
import { hearClock } from './platform-clock.server';
import { expectedCost, learnCost } from './query-costs';
import { apiVersion } from './shopify-app.server';
import { offlineToken, refusedToken } from './token-broker.server';
import { shopifyFetch } from './transport.server';

/** Runs checked operations against a store's Admin API, with its token; what can be tried again is tried again. */
export type AdminClient = {
  run<Variables, Result>(
    operation: Operation<Variables, Result>,
    variables: Variables,
    options?: { isOnce?: boolean },
  ): Promise<Result>;
  /** The points that the last reply says its query was worth. */
  lastCost(): number | null;
};

export function adminClient(storeId: StoreId): AdminClient {
  const call = callsOf({ storeId, platform: 'shopify' });
  let cost: number | null = null;
  return {
    lastCost: () => cost,
    run: async (operation, variables, options) => {
      const given = variables as Record<string, unknown>;
      const reply = await call(
        () => expectedCost(operation.name, given),
        (attempt) => send(storeId, operation, given, attempt),
        options,
      );
      const asked = reply.extensions?.cost?.requestedQueryCost;
      if (asked !== undefined) learnCost(operation.name, given, asked);
      cost = asked ?? cost;
      return reply.data as never;
    },
  };
}

async function send<V, R>(
  storeId: StoreId,
  operation: Operation<V, R>,
  variables: Record<string, unknown>,
  attempt: number,
): Promise<Sent<Reply>> {
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
    if (!(error instanceof ClientError)) return { fault: requestFailed(error), ...told(undefined) };
    reply = error.response as unknown as Reply;
  }
  hearClock(reply.headers?.get('date'));
  const cost = told(reply.extensions?.cost);
  if (reply.status === 401) return { fault: await refusedToken(shop, token, attempt), ...cost };
  const fault = faultOfReply(operation.name, reply);
  return fault ? { fault, ...cost } : { reply, ...cost };
}

/** What a reply says of the store's bucket. */
function told(cost: Cost | undefined): Pick<Sent<Reply>, 'status' | 'used'> {
  const said = cost?.throttleStatus;
  return {
    status: said
      ? { available: said.currentlyAvailable, maximum: said.maximumAvailable, restoreRate: said.restoreRate }
      : null,
    used: cost?.actualQueryCost ?? null,
  };
}
