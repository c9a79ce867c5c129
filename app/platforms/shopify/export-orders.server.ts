import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../domain/shared/fault';
import type { Exporting, PulledOrder } from '../platform';
import { joinedOrders } from './bulk-file.server';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import { fetchExtras, hasExtras } from './fetch-extras.server';
import { fetchOrders, fetchRefunds, pulled, searchFor } from './fetch-orders.server';
import { BulkOrders, PollBulk, type PollBulkResult, RunBulk } from './generated/operations';
import { bareId } from './gids';

/** The orders of a store that changed since then, or all, through a bulk operation. */
export type ExportOptions = Exporting & { from: string | null };

/** Starts or picks up an export, waits for its file and streams its orders; what the file cannot carry is read by id. */
export async function* exportOrders(client: AdminClient, options: ExportOptions): AsyncIterable<PulledOrder[]> {
  const { url, createdAt } = await finished(client, options);
  if (url === null) return;
  const askedAt = new Date(createdAt).toISOString();
  let waiting: Head[] = [];
  for await (const bucket of joinedOrders(url)) {
    waiting.push(...bucket.map(readHead));
    for (; waiting.length >= batchSize; waiting = waiting.slice(batchSize)) {
      yield await completed(client, waiting.slice(0, batchSize), askedAt);
    }
  }
  if (waiting.length > 0) yield await completed(client, waiting, askedAt);
}

const batchSize = 200;

type Operation = NonNullable<PollBulkResult['bulkOperation']>;

/** Waits for the operation. Its file's address is null when there is nothing in it. */
async function finished(client: AdminClient, options: ExportOptions): Promise<Pick<Operation, 'url' | 'createdAt'>> {
  let id = options.operation ?? (await begun(client, options));
  let restarted = options.operation === null;
  for (let pause = 300; ; pause = Math.min(10_000, pause * 1.5)) {
    const { bulkOperation: now } = await client.run(PollBulk, { id });
    if (now?.status === 'COMPLETED') return now;
    if (!now || ended.has(now.status)) {
      // One that an earlier try left behind may be too old or have failed: begin anew, once.
      if (restarted) throw failed(now);
      restarted = true;
      id = await begun(client, options);
    }
    await options.progress(id, now ? Number(now.objectCount) : null);
    await wait(pause);
  }
}

const ended = new Set<Operation['status']>(['FAILED', 'CANCELED', 'CANCELING', 'EXPIRED']);

/** Begins an operation, and says so at once: whoever comes after a crash picks it up. */
async function begun(client: AdminClient, options: ExportOptions): Promise<string> {
  const id = await start(client, options.from);
  await options.progress(id, null);
  return id;
}

async function start(client: AdminClient, from: string | null): Promise<string> {
  const { bulkOperationRunQuery: reply } = await client.run(RunBulk, { query: bulkText(from) });
  const errors = reply?.userErrors ?? [];
  if (errors.some((error) => error.code === 'OPERATION_IN_PROGRESS' || error.code === 'LIMIT_REACHED')) {
    throw new Fault({
      reasonClass: 'throttled',
      retry: true,
      retryAfterMs: 30_000,
      publicMessage: 'Another export of this store is running. Ours begins after it.',
    });
  }
  const fault = faultOfUserErrors('RunBulk', errors);
  if (fault) throw fault;
  if (!reply?.bulkOperation) throw failed(null);
  return reply.bulkOperation.id;
}

/** A bulk query takes no variables: the search is written into the checked text. */
function bulkText(from: string | null): string {
  return BulkOrders.text
    .replace('($query: String)', '')
    .replace('query: $query', () => `query: ${JSON.stringify(searchFor({ from, to: null }))}`);
}

type Head = {
  id: string;
  updatedAt: string;
  body: string;
  hasRefunds: boolean;
  returnStatus: string;
  edited: boolean;
  /** shipped in more than one way, which the export cannot carry and no smaller question tells */
  isPartial: boolean;
};

function readHead(body: string): Head {
  const order = JSON.parse(body) as {
    id: string;
    updatedAt: string;
    refunds?: unknown[];
    shippingLine?: { discountedPriceSet: { shopMoney: { amount: string } } } | null;
    totalShippingPriceSet: { shopMoney: { amount: string } };
    returnStatus: string;
    edited: boolean;
  };
  const shown = order.shippingLine?.discountedPriceSet.shopMoney.amount ?? '0';
  return {
    id: order.id,
    updatedAt: order.updatedAt,
    body,
    hasRefunds: (order.refunds ?? []).length > 0,
    returnStatus: order.returnStatus,
    edited: order.edited,
    isPartial: Number(shown) !== Number(order.totalShippingPriceSet.shopMoney.amount),
  };
}

/**
 * Refunds get their lines, edited and returned orders their edits and returns; an order that changed since the export,
 * or has parts that it cannot carry, is read whole, which costs the rate limit the most.
 */
async function completed(client: AdminClient, heads: Head[], askedAt: string): Promise<PulledOrder[]> {
  const idsOf = (wanted: (head: Head) => boolean) => heads.filter(wanted).map((head) => bareId(head.id));
  const refunded = await fetchRefunds(
    client,
    idsOf((head) => head.hasRefunds && !head.isPartial),
  );
  const refunds = new Map(refunded.map((one) => [one.id, one]));
  const extras = await fetchExtras(
    client,
    heads.filter((head) => hasExtras(head) && !head.isPartial),
  );
  const whole: string[] = [];
  const orders = heads.flatMap((head) => {
    const parts = [
      ...(head.hasRefunds ? [refunds.get(head.id)] : []),
      ...(hasExtras(head) ? [extras.get(head.id)] : []),
    ];
    if (head.isPartial || parts.some((part) => part?.updatedAt !== head.updatedAt)) {
      whole.push(bareId(head.id));
      return [];
    }
    return [pulled(head, parts.length === 0 ? head.body : withParts(head.body, parts), askedAt)];
  });
  return [...orders, ...(whole.length > 0 ? await fetchOrders(client, whole) : [])];
}

/** A later name in JSON text would be a second one: what the export has of a part is replaced where it stands. */
function withParts(body: string, parts: (object | undefined)[]): string {
  return JSON.stringify(Object.assign(JSON.parse(body), ...parts));
}

function failed(operation: Operation | null): Fault {
  const denied = operation?.errorCode === 'ACCESS_DENIED';
  return new Fault({
    reasonClass: denied ? 'platform-refused' : 'platform-unavailable',
    retry: !denied,
    publicMessage: denied
      ? 'Shopify does not let us export the orders of this store.'
      : 'Shopify could not finish the export of orders. We try again by ourselves.',
    message: `bulk operation ${operation?.status ?? 'unknown'}: ${operation?.errorCode ?? 'no code'}`,
  });
}
