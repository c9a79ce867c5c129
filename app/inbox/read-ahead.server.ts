import { withTenantSql } from '../db/client.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import { type Entry, type Waiting, waitingAfter } from './inbox-store.server';
import type { DrainPorts } from './ports';
import type { ReadResult } from './read-entry';

/**
 * Reads a backlog's next entries while the database is busy with those before: without it the processor and the database
 * wait for each other in turn. Nothing is claimed by it; the drain uses what was read of an entry only if its row is
 * still the same one.
 */
export type ReadAhead = ReadonlyMap<string, Waiting & { read: ReadResult }>;

/** One drain's reading ahead: begun when a batch was claimed and more waits, looked at when the next one is. */
export function readingAhead(storeId: StoreId, read: DrainPorts['readEntries'], isWorthIt: () => boolean) {
  let going: Promise<ReadAhead> | null = null;
  return {
    /** @param after the last entry of the batch that was claimed */
    begin(after: string, size: number, platform: PlatformName): void {
      if (!isWorthIt()) return;
      going = readBehind(storeId, after, size, (entries) => read(platform, entries)).catch((error) => {
        // The batch itself will meet the same trouble, if it is any.
        log.debug({ err: error }, 'nothing was read ahead');
        return new Map();
      });
    },
    /** What was read since, once. */
    async result(): Promise<ReadAhead> {
      const read = await going;
      going = null;
      return read ?? new Map();
    },
  };
}

/** What was read of a claimed entry: only if its row is the very one that was read. */
export function readBefore(known: ReadAhead, entry: Entry): ReadResult | undefined {
  const before = known.get(entry.id);
  return before && before.body === entry.body ? before.read : undefined;
}

async function readBehind(
  storeId: StoreId,
  after: string,
  size: number,
  read: (entries: Waiting[]) => Promise<ReadResult[]>,
): Promise<ReadAhead> {
  const waiting = await withTenantSql(storeId, (sql) => waitingAfter(sql, storeId, after, size));
  const results = await read(waiting);
  return new Map(
    waiting.flatMap((entry, at) => {
      const result = results[at];
      return result ? [[entry.id, { ...entry, read: result }]] : [];
    }),
  );
}
