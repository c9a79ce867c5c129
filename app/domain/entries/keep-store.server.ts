import type { PoolClient } from 'pg';
import { pool } from '../../db/client.server';
import { wakeUp } from '../../jobs/job-store.server';
import { enqueue } from '../../jobs/queue.server';
import { type Room, sameRoom } from '../shared/binary-array';
import type { NewEntry } from './entry';
import { insertText, insertValues } from './insert-entries';
import { noteSentTwice } from './sent-twice.server';

/** Told once: without an error when the entry is committed. */
type Told = (error?: unknown) => void;

/** A class and not closures: this is made for every delivery. */
class Waiting {
  readonly since = Date.now();
  private answered = false;
  constructor(
    readonly entry: NewEntry,
    private readonly told: Told,
  ) {}

  get isOpen(): boolean {
    return !this.answered;
  }

  kept(): void {
    if (this.answered) return;
    this.answered = true;
    this.told();
  }

  lost(error: unknown): void {
    if (this.answered) return;
    this.answered = true;
    this.told(error);
  }
}

/** The platforms give up after five seconds; ours must have been an answer by then. */
const patienceMs = 4_000;
/** The most entries of one statement. */
const largestGroup = 128;
/** Writers beside the first help only when it falls behind by a whole group: two small groups cost more than one large. */
const writersMax = 3;

const waiting: Waiting[] = [];
/** The groups that are being written. */
const underWay = new Set<Waiting[]>();
let writers = 0;
let watch: NodeJS.Timeout | undefined;

/**
 * Keeps a delivery: `told` is called when it, and the wake-up of its store's drain, are committed. Deliveries
 * that come while the writer is busy share the next write (no fixed window: whatever waits goes when it is free).
 * With an error it was not kept, as far as we know, and the caller must not say that it was.
 */
export function keepEntry(entry: NewEntry, told: Told): void {
  waiting.push(new Waiting(entry, told));
  watch ??= setInterval(lookAtClock, 250);
  if (writers === 0 || (writers < writersMax && waiting.length >= largestGroup)) startWriter();
}

/** The same for several entries, as a promise that is rejected with the first error. */
export function keepEntries(entries: NewEntry[]): Promise<void> {
  const kept = (entry: NewEntry) =>
    new Promise<void>((resolve, reject) =>
      keepEntry(entry, (error) => (error === undefined ? resolve() : reject(error))),
    );
  return Promise.all(entries.map(kept)).then(() => undefined);
}

/** One clock for all: a timer for each delivery cost more than its signature. What is kept after all is sent again and known. */
function lookAtClock(): void {
  const late = Date.now() - patienceMs;
  for (const group of [...underWay, waiting]) {
    for (const one of group) {
      if (one.since <= late) one.lost(new Error(`not kept within ${patienceMs} ms`));
    }
  }
  // A writer whose connection hangs must not hold up the rest.
  if (waiting.length > 0 && writers < writersMax) startWriter();
  if (waiting.length === 0 && underWay.size === 0) {
    clearInterval(watch);
    watch = undefined;
  }
}

function startWriter(): void {
  writers++;
  void write();
}

/** Writes on one connection until nothing waits. */
async function write(): Promise<void> {
  let client: PoolClient | undefined;
  let group: Waiting[] = [];
  const room = sameRoom();
  try {
    client = await pool('tagalong_system').connect();
    // Everything that arrived in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    for (group = takeGroup(); group.length > 0; group = takeGroup()) {
      underWay.add(group);
      await keepOrSplit(client, group, room);
      underWay.delete(group);
    }
    client.release();
  } catch (error) {
    client?.release(error instanceof Error ? error : true);
    underWay.delete(group);
    // Without a connection nothing that waits can be kept either; the next delivery tries again.
    for (const one of client ? group : takeGroup()) one.lost(error);
  } finally {
    writers--;
    if (writers === 0 && waiting.length > 0) startWriter();
  }
}

/** Takes what waits, without those whose caller was told already that it took too long. */
function takeGroup(): Waiting[] {
  const taken = waiting.splice(0, largestGroup).filter((one) => one.isOpen);
  return taken.length > 0 || waiting.length === 0 ? taken : takeGroup();
}

/** A delivery whose values the database refuses must not cost its neighbours theirs. */
async function keepOrSplit(client: PoolClient, group: Waiting[], room: Room): Promise<void> {
  try {
    await keepGroup(client, group, room);
  } catch (error) {
    if (!/^22/.test((error as { code?: string }).code ?? '')) throw error;
    if (group.length === 1) for (const one of group) one.lost(error);
    else for (const one of group) await keepOrSplit(client, [one], room);
  }
}

/** One statement, so one transaction and one round trip: the entries, and wake-ups for the stores that got one. */
async function keepGroup(client: PoolClient, group: Waiting[], room: Room): Promise<void> {
  const entries = group.map((one) => one.entry);
  const { rows } = await client.query({ name: 'keep entries', text: keepText, values: insertValues(entries, room) });
  const count = rows[0] as { wanted: number; covered: number; kept: number } | undefined;
  if (count && count.kept < entries.length) noteSentTwice(entries);
  if (!count || count.covered < count.wanted) {
    // Another transaction's wake-up stood in our way and may yet be undone: ask until one surely stands.
    for (const storeId of new Set(entries.map((e) => e.storeId))) await enqueue('drain', { storeId });
  }
  // In a moment: the database gets its next group before the callers of this one are answered.
  queueMicrotask(() => {
    for (const one of group) one.kept();
  });
}

const keepText = `with kept as (${insertText} returning store_id),
  wanted as materialized (
    select s.store_id::text as key, s.store_id::text as store_id,
      jsonb_build_object('storeId', s.store_id) as data
    from (select distinct store_id from kept) s order by 1),
  ${wakeUp(`'drain'::text`)}, (select count(*) from kept)::int as kept`;
