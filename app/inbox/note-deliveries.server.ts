import type { Sql } from '../db/client.server';
import type { Arrival } from '../domain/entries/deliveries';
import { countDeliveries } from '../domain/entries/delivery-store.server';
import { keepMissed, noteArrived } from '../domain/entries/missed-store.server';
import type { StoreId } from '../domain/shared/ids';
import type { OrderDialect } from '../platforms/platform';
import type { Ending } from './ending';
import type { Entry } from './inbox-store.server';

/**
 * What a batch says of the platform's deliveries: how many came of each topic, how late, in which order, and which
 * changes a pass had to find because nobody had told of them. Each entry is counted at its first try.
 */
export async function noteDeliveries(
  sql: Sql,
  storeId: StoreId,
  endings: ReadonlyMap<Entry, Ending>,
  { created, updated }: OrderDialect['changeTopics'],
): Promise<void> {
  const first = [...endings].filter(([entry]) => entry.attempts === 0);
  const told = first.filter(([entry]) => entry.source === 'webhook');
  await countDeliveries(sql, storeId, arrivalsOf(told));
  await noteArrived(
    sql,
    storeId,
    told.flatMap(([{ triggeredAt }, { objectId }]) =>
      triggeredAt && objectId !== null ? [{ platformOrderId: objectId, triggeredAt }] : [],
    ),
  );
  await keepMissed(
    sql,
    storeId,
    first.flatMap(([entry, ending]) => {
      if (entry.source !== 'pull' || entry.jobId === null || ending.state !== 'processed') return [];
      if (ending.objectId === null || (ending.result !== 'created' && ending.result !== 'updated')) return [];
      const topic = ending.result === 'created' ? created : updated;
      return [{ platformOrderId: ending.objectId, jobId: entry.jobId, topic, pulledAt: entry.receivedAt }];
    }),
  );
}

/** Out of order is what the writer found to be older than the rows, and what a batch holds after something younger. */
export function arrivalsOf(told: readonly [Entry, Ending][]): Arrival[] {
  const youngest = new Map<string, number>();
  return [...told]
    .sort(([a], [b]) => Number(BigInt(a.id) - BigInt(b.id)))
    .map(([{ topic, receivedAt, triggeredAt }, ending]) => {
      const key = ending.objectId ?? '';
      const at = triggeredAt?.getTime() ?? 0;
      const before = ending.objectId === null || at === 0 ? 0 : (youngest.get(key) ?? 0);
      if (at > before) youngest.set(key, at);
      const isStale = ending.state === 'processed' && ending.result === 'stale';
      return { topic, receivedAt, triggeredAt, disordered: isStale || (at !== 0 && at < before) };
    });
}
