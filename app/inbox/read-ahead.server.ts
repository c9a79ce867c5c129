import type { PlatformName, StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { Entry, SeenRow } from './inbox-store.server';
import type { DrainPorts } from './ports';
import type { ReadResult } from './read-entry';

/**
 * Reads a backlog's next entries while the database is busy with those before: without it the processor and the database
 * wait for each other in turn. Nothing is claimed by it; the drain uses what was read of an entry only if its row is
 * still the same one.
 */
export type ReadAhead = {
  /** which rows were read */
  seen: readonly SeenRow[];
  /** what was read of an entry */
  of(id: string): ReadResult | undefined;
};

/** Entries that were read together; their results are asked for when the first of them is needed. */
export type ReadPart = { seen: readonly SeenRow[]; results(): readonly ReadResult[] };

export function readAheadOf(parts: readonly ReadPart[]): ReadAhead {
  const places = new Map(parts.flatMap((part) => part.seen.map(({ id }, at) => [id, { part, at }] as const)));
  return {
    seen: parts.flatMap(({ seen }) => seen),
    of: (id) => {
      const place = places.get(id);
      return place?.part.results()[place.at];
    },
  };
}

const nothing = readAheadOf([]);

/** One drain's reading ahead: begun when a batch was claimed and more waits, looked at when the next one is. */
export function readingAhead(storeId: StoreId, read: DrainPorts['readAhead'], isWorthIt: () => boolean) {
  let going: Promise<ReadAhead> | null = null;
  return {
    /** @param after the last entry of the batch that was claimed */
    begin(after: string, most: number, platform: PlatformName): void {
      if (!isWorthIt()) return;
      going = read(storeId, platform, after, most).catch((error) => {
        // The batch itself will meet the same trouble, if it is any.
        log.debug({ err: error }, 'nothing was read ahead');
        return nothing;
      });
    },
    /** What was read since, once. */
    async result(): Promise<ReadAhead> {
      const read = await going;
      going = null;
      return read ?? nothing;
    },
  };
}

/** What was read of a claimed entry: only if its row is the very one that was read, which is why it came without a body. */
export function readBefore(known: ReadAhead, entry: Entry): ReadResult | undefined {
  return entry.body === null ? known.of(entry.id) : undefined;
}
