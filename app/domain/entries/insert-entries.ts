import { byteaArray, type Room } from '../shared/binary-array';
import { type Cell, type ColumnType, columnArray } from '../shared/column-array';
import type { NewEntry } from './entry';

/**
 * The one statement that inserts entries, whatever their number; those that are there already are left alone.
 * Each column travels as one array, the bodies as binary. At the door in groups of 64: text arrays of bodies 7,000
 * rows/s, multi-row VALUES with a binary parameter per cell 12,000, this 14,000, and one plan instead of 64.
 */
const columns = {
  storeId: 'uuid',
  source: 'text',
  topic: 'text',
  dedupeKey: 'text',
  eventId: 'text',
  triggeredAt: 'timestamptz',
  apiVersion: 'text',
  requestId: 'text',
  jobId: 'uuid',
} as const satisfies Partial<Record<keyof NewEntry, ColumnType>>;

const typed = Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`);

export const insertText = `insert into inbox_entry
  (store_id, source, topic, dedupe_key, event_id, triggered_at, api_version, request_id, job_id, body)
  select * from unnest(${typed.join(', ')}, $${typed.length + 1}::bytea[])
  on conflict do nothing`;

/** The columns of these entries, in the order of insertText; the bodies' own in `room`. */
export function insertValues(entries: NewEntry[], room?: Room): unknown[] {
  const rows: Record<string, Cell>[] = entries as never;
  const values: unknown[] = Object.entries(columns).map(([column, type]) => columnArray(rows, column, type));
  values.push(
    byteaArray(
      entries.map(({ body }) => body),
      room,
    ),
  );
  return values;
}

/** The most entries, and about the most bytes, of one statement. */
const entriesMax = 1000;
const bytesMax = 16 * 1024 * 1024;

/** Cuts a list into groups that one statement carries well. */
export function groupsOf(entries: NewEntry[]): NewEntry[][] {
  const groups: NewEntry[][] = [];
  let group: NewEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (group.length === entriesMax || (group.length > 0 && bytes + entry.body.length > bytesMax)) {
      groups.push(group);
      group = [];
      bytes = 0;
    }
    group.push(entry);
    bytes += entry.body.length;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
