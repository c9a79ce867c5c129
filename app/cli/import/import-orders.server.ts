import type { StoreId } from '../../domain/shared/ids';
import {
  endImport,
  type ImportCounts,
  type ImportPlace,
  type ImportReason,
  notePlace,
  openImport,
  stopImport,
} from '../../sync/import-job-store.server';
import type { Output } from '../command';
import { ahead } from './ahead';
import type { FileSource } from './file-source.server';
import type { Piece } from './piece';
import { showProgress } from './progress';
import { type Reject, Rejects } from './rejects.server';
import { saveBatch } from './save-batch.server';

export type ImportResult = ImportCounts & { reasons: ImportReason[]; line: number };

type Options = { rejects: string | null; restart: boolean; signal: AbortSignal };

const batchOrders = 1000;
const batchBytes = 16 * 1024 * 1024;
const batchesAhead = 2;
const reasonsMax = 50;

/**
 * Streams a file's orders into the inbox, batch by batch, and makes rows of each batch with the drain, while the next
 * ones are read. Memory holds a few batches, whatever the file's size; killed anywhere, the same call goes on behind
 * the last batch that had come to its end.
 */
export async function importOrders(
  storeId: StoreId,
  source: FileSource,
  options: Options,
  out: Pick<Output, 'note'>,
): Promise<ImportResult> {
  const { jobId, place, counts: before, changed } = await openImport(storeId, { ...source, restart: options.restart });
  if (place.offset > 0) out.note(`Going on at line ${place.line}, where an import of this file stopped.`);
  if (changed !== null) {
    out.note(`An import of this file stopped at line ${changed}, but the file is another one now: it is read anew.`);
  }
  const rejects = await Rejects.open(options.rejects, place.rejectsBytes);
  const progress = showProgress(source.size, { offset: place.offset, orders: before.processed }, out);
  const reasons = new Map(place.reasons.map((one) => [one.reason, one]));
  const result = (counts: ImportCounts, line: number) => ({ ...counts, reasons: [...reasons.values()], line });
  try {
    let { line } = place;
    for await (const pieces of ahead(inBatches(source.pieces(place)), batchesAhead)) {
      const saved = await saveBatch(storeId, jobId, pieces);
      for (const one of saved.rejects) count(reasons, one);
      await rejects.add(saved.rejects);
      const end = pieces.at(-1)?.end ?? place;
      const next: ImportPlace = { ...end, rejectsBytes: rejects.bytes, reasons: [...reasons.values()] };
      const counts = await notePlace(storeId, jobId, next, saved.uncounted);
      progress.at({ offset: end.offset, orders: counts.processed });
      line = end.line;
      const stopped = counts.state === 'cancelling' ? 'cancelled' : options.signal.aborted ? 'paused' : null;
      if (stopped === null) continue;
      await stopImport(storeId, jobId, stopped, null);
      return result({ ...counts, state: stopped }, line);
    }
    return result(await endImport(storeId, jobId), line);
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
  let [orders, begin] = [0, 0];
  for await (const piece of pieces) {
    if (batch.length === 0) begin = piece.start;
    batch.push(piece);
    orders += Math.max(1, piece.bodies.length);
    if (orders < batchOrders && piece.end.offset - begin < batchBytes) continue;
    yield batch;
    [batch, orders] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

function count(reasons: Map<string, ImportReason>, { reason, line }: Reject): void {
  const known = reasons.get(reason) ?? (reasons.size >= reasonsMax ? reasons.get(others) : undefined);
  if (known) known.count += 1;
  else {
    const said = reasons.size >= reasonsMax ? others : reason;
    reasons.set(said, { reason: said, count: 1, line });
  }
}

const others = 'other reasons: see the file of rejects';
