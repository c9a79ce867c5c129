import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEntry } from '../../domain/entries/entry';
import type { StoreId } from '../../domain/shared/ids';
import { putBatch } from '../../sync/import-job-store.server';
import { drainStore } from '../../wiring.server';
import { type EntryOutcome, outcomesOf } from '../entries-store.server';
import type { Piece } from './piece';
import type { Reject } from './rejects.server';

/** `uncounted` is what the drain does not count for this job: known from elsewhere, or refused before it. */
export type BatchEnd = { rejects: Reject[]; uncounted: { unchanged: number; failed: number } };

type Order = { key: string; body: Buffer; piece: Piece };

/** Puts the orders of a batch into the inbox and has rows made of them. */
export async function saveBatch(storeId: StoreId, jobId: string, pieces: Piece[]): Promise<BatchEnd> {
  const rejects: Reject[] = pieces.flatMap((piece) =>
    piece.wrong === null ? [] : [rejectOf(piece, { reasonClass: 'malformed', reason: piece.wrong })],
  );
  const uncounted = { unchanged: 0, failed: rejects.length };
  const all = pieces.flatMap((piece) => piece.bodies.map((body) => orderOf(piece, body)));
  const orders = new Map(all.map((order) => [order.key, order]));
  uncounted.unchanged += all.length - orders.size;
  if (orders.size === 0) return { rejects, uncounted };
  const entries: NewEntry[] = [...orders.values()].map(({ key, body }) => {
    return { storeId, source: 'file', topic: 'order:file', dedupeKey: key, jobId, body };
  });
  await putBatch(storeId, entries);
  for (const outcome of await endsOf(storeId, [...orders.keys()])) {
    const order = orders.get(outcome.dedupeKey);
    const isOurs = outcome.jobId === jobId;
    if (outcome.state === 'processed') uncounted.unchanged += isOurs ? 0 : 1;
    else {
      if (!isOurs) uncounted.failed += 1;
      if (order) rejects.push(rejectOf(order.piece, outcome, order.body));
    }
  }
  return { rejects: rejects.sort((a, b) => a.byte - b.byte), uncounted };
}

/** What became of a batch, once nothing of it waits; a worker may be making rows of it at the same time. */
async function endsOf(storeId: StoreId, keys: string[]): Promise<EntryOutcome[]> {
  for (;;) {
    for (let more = true; more; ) more = (await drainStore(storeId)).more;
    const outcomes = await outcomesOf(storeId, keys);
    if (!outcomes.some((one) => one.state === 'pending')) return outcomes;
    await sleep(50);
  }
}

function orderOf(piece: Piece, body: Buffer): Order {
  return { key: createHash('sha256').update(body).digest('hex'), body, piece };
}

function rejectOf(
  { line, start: byte, bodies, raw }: Piece,
  { reasonClass, reason }: { reasonClass: string | null; reason: string | null },
  body?: Buffer,
): Reject {
  return {
    ...{ line, byte, reasonClass: reasonClass ?? 'bug', reason: reason ?? 'it still waits in the inbox' },
    // Of several orders in one value, the one that was refused is shown.
    record: bodies.length > 1 && body ? body.toString() : raw(),
  };
}
