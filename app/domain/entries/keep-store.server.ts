import type { PoolClient } from 'pg';
import { pool } from '../../db/client.server';
import { wakeUp } from '../../jobs/job-store.server';
import { enqueue } from '../../jobs/queue.server';
import type { NewEntry } from './entry';
import { insertText, insertValues, largestGroup } from './statements';

/** A class and not closures: this is made for every delivery. */
class Waiting {
  readonly since = Date.now();
  constructor(
    readonly entry: NewEntry,
    private readonly resolve: () => void,
    private readonly reject: (error: unknown) => void,
  ) {
    waiting.push(this);
    unanswered.add(this);
  }

  kept(): void {
    unanswered.delete(this);
    this.resolve();
  }

  lost(error: unknown): void {
    unanswered.delete(this);
    this.reject(error);
  }
}

const waiting: Waiting[] = [];
/** The platforms give up after five seconds; ours must have been an answer by then. */
const patienceMs = 4_000;
/** Everybody who has no answer yet, oldest first, whether waiting or being written. */
const unanswered = new Set<Waiting>();
let watch: NodeJS.Timeout | undefined;
/** A second writer fills the wait of the first for the disk; a third brought nothing. */
const writersMax = 2;
/** So many must wait before the second helps the first: small groups cost more than they save. */
const secondFrom = 16;
let writers = 0;

/**
 * Keeps deliveries: returns when they, and the wake-ups of their stores' drains, are committed. Callers that
 * come while the writers are busy share the next write (no fixed window: whatever waits goes when one is free).
 * @throws when they could not be kept; the caller must not say that they were
 */
export function keepEntries(entries: NewEntry[]): Promise<void> {
  const all = entries.map((entry) => new Promise<void>((resolve, reject) => new Waiting(entry, resolve, reject)));
  watch ??= setInterval(giveUpLate, 250);
  startWriters();
  return all.length === 1 && all[0] ? all[0] : Promise.all(all).then(() => undefined);
}

/** One clock for all: a timer for each delivery cost more than its signature. What is kept after all is sent again and known. */
function giveUpLate(): void {
  const late = Date.now() - patienceMs;
  for (const one of unanswered) {
    if (one.since > late) return;
    one.lost(new Error(`not kept within ${patienceMs} ms`));
  }
  if (unanswered.size === 0) {
    clearInterval(watch);
    watch = undefined;
  }
}

function startWriters(): void {
  while (writers < writersMax && waiting.length > writers * secondFrom) {
    writers++;
    void write();
  }
}

async function write(): Promise<void> {
  try {
    while (waiting.length > 0) {
      // Everything that arrived in this turn of the event loop goes together.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = waiting.splice(0, largestGroup).filter((one) => unanswered.has(one));
      if (batch.length > 0) await keepBatch(batch);
    }
  } finally {
    writers--;
  }
}

async function keepBatch(batch: Waiting[]): Promise<void> {
  let client: PoolClient | undefined;
  try {
    client = await pool('tagalong_system').connect();
    await keepOrSplit(client, batch);
    client.release();
  } catch (error) {
    client?.release(error instanceof Error ? error : true);
    // Those that were kept are told so already; being told twice changes nothing.
    for (const one of batch) one.lost(error);
  }
}

/** A delivery whose values the database refuses must not cost its neighbours theirs. */
async function keepOrSplit(client: PoolClient, group: Waiting[]): Promise<void> {
  try {
    await keepGroup(client, group);
  } catch (error) {
    if (!/^22/.test((error as { code?: string }).code ?? '')) throw error;
    if (group.length === 1) for (const one of group) one.lost(error);
    else for (const one of group) await keepOrSplit(client, [one]);
  }
}

/** One statement, so one transaction and one round trip: the entries, and wake-ups for the stores that got one. */
async function keepGroup(client: PoolClient, group: Waiting[]): Promise<void> {
  const entries = group.map((one) => one.entry);
  const { rows } = await client.query({
    name: `keep_${entries.length}`,
    text: keepText(entries.length),
    values: insertValues(entries),
  });
  const count = rows[0] as { wanted: number; covered: number } | undefined;
  if (!count || count.covered < count.wanted) {
    // Another transaction's wake-up stood in our way and may yet be undone: ask until one surely stands.
    for (const storeId of new Set(entries.map((e) => e.storeId))) await enqueue('drain', { storeId });
  }
  for (const one of group) one.kept();
}

const keepTexts = new Map<number, string>();

function keepText(count: number): string {
  let text = keepTexts.get(count);
  if (text === undefined) {
    text = `with kept as (${insertText(count)} returning store_id),
      wanted as materialized (
        select s.store_id::text as key, s.store_id::text as store_id,
          jsonb_build_object('storeId', s.store_id) as data
        from (select distinct store_id from kept) s order by 1),
      ${wakeUp(`'drain'::text`)}`;
    keepTexts.set(count, text);
  }
  return text;
}
