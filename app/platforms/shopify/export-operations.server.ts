import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../domain/shared/fault';
import type { ExportPart } from '../platform';
import type { AdminClient } from './client.server';
import { cutIntoParts, mostParts, ordersInPart, type Sample, wholePart } from './export-parts';
import { faultOfUserErrors } from './faults';
import { countOrders, searchFor } from './fetch-orders.server';
import { BulkOrders, OldestOrder, PollBulk, type PollBulkResult, RunBulk } from './generated/operations';

/** The bulk operations behind an export: begun together, picked up after a crash, begun anew where one was lost. */
type Operation = NonNullable<PollBulkResult['bulkOperation']>;

/** A part whose file is ready; its address is null when there is nothing in it. */
export type ReadyPart = { part: ExportPart; url: string | null; askedAt: string };

/** @param from orders that changed since then, or all */
export async function planParts(
  client: AdminClient,
  from: string | null,
  partSize = ordersInPart,
): Promise<ExportPart[]> {
  const count = await countOrders(client, { from });
  const parts = Math.min(mostParts, Math.ceil(count / partSize));
  if (parts <= 1) return [wholePart()];
  return cutIntoParts(await sample(client, from, count), parts);
}

const samples = 16;

async function sample(client: AdminClient, from: string | null, count: number): Promise<Sample[]> {
  const { orders } = await client.run(OldestOrder, { query: searchFor({ from }) });
  const now = Date.now();
  const first = orders.nodes[0] ? Date.parse(orders.nodes[0].createdAt) : now;
  const found: Sample[] = [{ at: new Date(first), before: 0 }];
  for (let at = 1; at < samples; at++) {
    const moment = new Date(first + ((now - first) * at) / samples);
    found.push({ at: moment, before: await countOrders(client, { from, createdTo: moment.toISOString() }) });
  }
  return [...found, { at: new Date(now), before: count }];
}

/** Runs the operations of the parts; `note` is told of each as it begins, so that whoever comes after a crash finds it. */
export function operationsOf(
  client: AdminClient,
  from: string | null,
  parts: ExportPart[],
  note: () => Promise<void>,
): { nextReady(): Promise<ReadyPart | null>; mayBeginAnew(part: ExportPart): boolean } {
  // One that an earlier try left behind may be too old or have failed: each is begun anew once.
  const fresh = new Set<ExportPart>();
  const unread = () => parts.filter((part) => !part.isRead);

  const begin = async (part: ExportPart): Promise<void> => {
    fresh.add(part);
    part.operation = await start(client, from, part);
    part.read = 0;
    await note();
  };

  const beginAll = async (): Promise<void> => {
    for (const part of unread()) {
      if (part.operation !== null) continue;
      try {
        await begin(part);
      } catch (error) {
        // As many as the platform allows: the others begin when one of these is read.
        if (error instanceof AllTaken && unread().some((one) => one.operation !== null)) return;
        throw error;
      }
    }
  };

  return {
    mayBeginAnew: (part) => !fresh.has(part),
    /** @returns null when every part was read */
    async nextReady() {
      if (unread().length === 0) return null;
      await beginAll();
      for (let pause = 300; ; pause = Math.min(10_000, pause * 1.5)) {
        for (const part of unread()) {
          if (part.operation === null) continue;
          const { bulkOperation: now } = await client.run(PollBulk, { id: part.operation });
          if (now?.status === 'COMPLETED') {
            return { part, url: now.url, askedAt: new Date(now.createdAt).toISOString() };
          }
          if (now && !ended.has(now.status)) continue;
          if (fresh.has(part)) throw failed(now);
          await begin(part);
        }
        await wait(pause);
      }
    },
  };
}

const ended = new Set<Operation['status']>(['FAILED', 'CANCELED', 'CANCELING', 'EXPIRED']);

/** Somebody has all the operations that the platform allows. */
class AllTaken extends Fault {}

async function start(client: AdminClient, from: string | null, part: ExportPart): Promise<string> {
  const { bulkOperationRunQuery: reply } = await client.run(RunBulk, { query: bulkText(from, part) });
  const errors = reply?.userErrors ?? [];
  if (errors.some((error) => error.code === 'OPERATION_IN_PROGRESS' || error.code === 'LIMIT_REACHED')) {
    throw new AllTaken({
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
function bulkText(from: string | null, part: ExportPart): string {
  const search = searchFor({ from, createdFrom: part.from, createdTo: part.to });
  return BulkOrders.text
    .replace('($query: String)', '')
    .replace('query: $query', () => `query: ${JSON.stringify(search)}`);
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
