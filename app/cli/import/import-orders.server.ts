import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEntry } from '../../domain/entries/entry';
import type { StoreId } from '../../domain/shared/ids';
import {
  endImport,
  type ImportCounts,
  type ImportPlace,
  type ImportReason,
  notePlace,
  openImport,
  putBatch,
  stopImport,
} from '../../sync/import-job-store.server';
import { drainStore } from '../../wiring.server';
import type { Output } from '../command';
import { type EntryOutcome, outcomesOf } from '../entries-store.server';
import type { FileSource, Piece } from './file-source.server';
import { showProgress } from './progress';
import { type Reject, Rejects } from './rejects.server';

export type ImportResult = ImportCounts & { reasons: ImportReason[]; resumed: boolean };

const batchOrders = 500;
const batchBytes = 16 * 1024 * 1024;

/**
 * Streams a file's orders into the inbox, batch by batch, and makes rows of each batch with the drain. A batch has come
 * to its end before the next is read, so memory holds one; killed anywhere, the same call goes on behind the last
 * batch that had ended.
 */
export async function importOrders(
  storeId: StoreId,
  source: FileSource,
  options: { name: string; rejects: string | null; restart: boolean },
  out: Pick<Output, 'note'>,
): Promise<ImportResult> {
  const { fingerprint } = source;
  const { jobId, place, resumed } = await openImport(storeId, { ...options, fingerprint });
  if (resumed) out.note(`Going on at line ${place.line}, where an import of this file stopped.`);
  const rejects = new Rejects(options.rejects, place.rejectsBytes);
  const progress = showProgress(source.size, out);
  const reasons = new Map(place.reasons.map((one) => [one.reason, one]));
  try {
    for await (const pieces of inBatches(source.pieces(place))) {
      const { failed, unchanged, elsewhere } = await saveBatch(storeId, jobId, pieces);
      for (const one of failed) count(reasons, one);
      await rejects.add(failed);
      const end = pieces.at(-1)?.end ?? place;
      const next: ImportPlace = { ...end, rejectsBytes: rejects.bytes, reasons: [...reasons.values()].slice(0, 50) };
      const counts = await notePlace(storeId, jobId, next, { unchanged, failed: elsewhere });
      progress.at({ offset: end.offset, orders: counts.processed });
      if (counts.state === 'cancelling') {
        await stopImport(storeId, jobId, 'cancelled', null);
        return { ...counts, state: 'cancelled', reasons: [...reasons.values()], resumed };
      }
    }
    return { ...(await endImport(storeId, jobId)), reasons: [...reasons.values()], resumed };
  } catch (error) {
    await stopImport(storeId, jobId, 'paused', `Stopped: ${(error as Error).message}`).catch(() => {});
    throw error;
  } finally {
    progress.end();
    await rejects.close();
  }
}

async function* inBatches(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece[]> {
  let batch: Piece[] = [];
  let [orders, bytes] = [0, 0];
  for await (const piece of pieces) {
    batch.push(piece);
    orders += Math.max(1, piece.bodies.length);
    bytes += piece.raw.length;
    if (orders < batchOrders && bytes < batchBytes) continue;
    yield batch;
    [batch, orders, bytes] = [[], 0, 0];
  }
  if (batch.length > 0) yield batch;
}

type Order = { key: string; body: Buffer; piece: Piece };

/** @returns what was refused, and what the drain has not counted: known from elsewhere, or refused before it */
async function saveBatch(storeId: StoreId, jobId: string, pieces: Piece[]) {
  const failed: Reject[] = pieces.flatMap((piece) => (piece.wrong === null ? [] : [rejectOf(piece, piece.wrong)]));
  let elsewhere = failed.length;
  const all = pieces.flatMap((piece) => piece.bodies.map((body) => orderOf(piece, body)));
  const orders = new Map(all.map((order) => [order.key, order]));
  let unchanged = all.length - orders.size;
  const keys = [...orders.keys()];
  const entries: NewEntry[] = [...orders.values()].map(({ key, body }) => {
    return { storeId, source: 'file', topic: 'order:file', dedupeKey: key, jobId, body };
  });
  await putBatch(storeId, entries);
  for (const outcome of await endsOf(storeId, keys)) {
    const order = orders.get(outcome.dedupeKey);
    const isOurs = outcome.jobId === jobId;
    if (outcome.state === 'processed') unchanged += isOurs ? 0 : 1;
    else {
      if (!isOurs) elsewhere += 1;
      if (order) failed.push(rejectOf(order.piece, outcome.reason ?? 'it still waits in the inbox', order.body));
    }
  }
  return { failed, unchanged, elsewhere };
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

function orderOf(piece: Piece, body: string): Order {
  return { key: createHash('sha256').update(body).digest('hex'), body: Buffer.from(body), piece };
}

function rejectOf(piece: Piece, reason: string, body?: Buffer): Reject {
  // Of several orders in one value, the one that was refused is shown.
  return { line: piece.line, reason, record: piece.bodies.length > 1 && body ? body.toString() : piece.raw };
}

function count(reasons: Map<string, ImportReason>, { reason, line }: Reject): void {
  const known = reasons.get(reason);
  if (known) known.count += 1;
  else reasons.set(reason, { reason, count: 1, line });
}
