import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { parse } from 'lossless-json';
import { rollUp } from '../analytics/roll-up-store.server';
import type { NewEntry } from '../domain/entries/entry';
import { putEntries } from '../domain/entries/entry-store.server';
import { type PlatformName, platforms, type StoreId, storeIdOf } from '../domain/shared/ids';
import { platformOf } from '../platforms/registry.server';
import { rememberStore } from '../tenancy/store.server';
import { drainStore } from '../wiring.server';
import { type Command, choice, needed, type Output, text, UsageError } from './command';
import { describeStore, learnCurrency, outcomesOf } from './import-store.server';
import { jsonPieces } from './json-pieces';
import { ordersIn } from './orders-in';

export type ImportCounts = {
  orders: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** why, and how often; the first place it happened */
  reasons: { reason: string; count: number; line: number }[];
};

export const importCommand: Command = {
  name: 'import',
  summary: 'feeds raw orders from a file through the inbox and the writer',
  options: {
    platform: { type: 'string', what: `the platform they come from: ${platforms.join(', ')}`, required: true },
    store: { type: 'string', what: 'permanent domain of the store; made when it is not known', required: true },
    file: { type: 'string', what: 'JSON or JSONL, REST or GraphQL shape; - reads standard input', required: true },
    currency: { type: 'string', what: 'currency of a store that is not installed (otherwise as most of its orders)' },
    'time-zone': { type: 'string', what: 'IANA time zone of a store that is not installed (otherwise UTC)' },
    strict: { type: 'boolean', what: 'exit with 1 when an order failed' },
    json: { type: 'boolean', what: 'print the counts as JSON' },
  },
  async run(values, out) {
    const platform = choice(values, 'platform', platforms, needed(values, 'platform') as PlatformName);
    checkAdapter(platform);
    const domain = domainOf(needed(values, 'store'));
    const file = needed(values, 'file');
    const [currency, timeZone] = [text(values, 'currency'), text(values, 'time-zone')];
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
      throw new UsageError('--currency must be three capitals, like EUR.');
    if (timeZone !== undefined && !isTimeZone(timeZone))
      throw new UsageError(`--time-zone "${timeZone}" is no time zone.`);
    if (file !== '-')
      await access(file).catch(() => Promise.reject(new UsageError(`The file ${file} cannot be read.`)));
    const storeId = storeIdOf(platform, domain);
    const made = await rememberStore(platform, domain);
    if (made) out.note(`The store ${domain} is new here; it counts as not installed.`);
    await describeStore(storeId, { ...(currency ? { currency } : {}), ...(timeZone ? { timeZone } : {}) });
    const counts = await importOrders(storeId, file === '-' ? process.stdin : createReadStream(file), out);
    if (currency === undefined) await learnCurrency(storeId);
    await rollUp(storeId);
    out.say(values.json ? JSON.stringify(counts, null, 2) : wordsFor(counts));
    return values.strict && counts.failed > 0 ? 1 : 0;
  },
};

const batchOrders = 500;
const batchBytes = 16 * 1024 * 1024;

type Piece = { line: number; key: string; body: Buffer };

/** Streams orders into the inbox, batch by batch, and makes rows of each batch with the drain. */
export async function importOrders(
  storeId: StoreId,
  source: AsyncIterable<Buffer | string>,
  out: Pick<Output, 'note'>,
): Promise<ImportCounts> {
  const counts: ImportCounts = { orders: 0, created: 0, updated: 0, unchanged: 0, failed: 0, reasons: [] };
  let batch: Piece[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    await saveBatch(storeId, batch, counts);
    [batch, bytes] = [[], 0];
    out.note(`${counts.orders} orders read`);
  };
  for await (const piece of jsonPieces(decoded(source))) {
    const bodies = ordersOf(piece, counts);
    for (const body of bodies) {
      batch.push({ line: piece.line, key: createHash('sha256').update(body).digest('hex'), body: Buffer.from(body) });
      bytes += body.length;
      if (batch.length >= batchOrders || bytes >= batchBytes) await flush();
    }
  }
  await flush();
  return counts;
}

async function saveBatch(storeId: StoreId, batch: Piece[], counts: ImportCounts): Promise<void> {
  const pieces = new Map(batch.map((piece) => [piece.key, piece]));
  counts.unchanged += batch.length - pieces.size;
  const before = new Set((await outcomesOf(storeId, [...pieces.keys()])).map((known) => known.dedupeKey));
  const entries: NewEntry[] = [...pieces.values()].map(({ key, body }) => ({
    storeId,
    source: 'file',
    topic: 'order:file',
    dedupeKey: key,
    body,
  }));
  await putEntries(storeId, entries, { wake: false });
  for (let more = true; more; ) more = (await drainStore(storeId)).more;
  // Two versions of one order in one batch are written as one: made once, then changed.
  const made = new Set<string | null>();
  for (const outcome of await outcomesOf(storeId, [...pieces.keys()])) {
    const line = pieces.get(outcome.dedupeKey)?.line ?? 0;
    if (outcome.state !== 'processed') addFailure(counts, outcome.reason ?? 'it still waits in the inbox', line);
    else if (before.has(outcome.dedupeKey)) counts.unchanged++;
    else if (outcome.result === 'created' && !made.has(outcome.objectId)) {
      made.add(outcome.objectId);
      counts.created++;
    } else if (outcome.result === 'created' || outcome.result === 'updated') counts.updated++;
    else counts.unchanged++;
  }
  counts.orders += batch.length;
}

function ordersOf(piece: { line: number; text: string }, counts: ImportCounts): string[] {
  try {
    const orders = ordersIn(parse(piece.text));
    if (orders.length > 0) return orders;
    addFailure(counts, 'there is no order in it', piece.line);
  } catch {
    addFailure(counts, 'it is not JSON', piece.line);
  }
  counts.orders++;
  return [];
}

function addFailure(counts: ImportCounts, reason: string, line: number): void {
  counts.failed++;
  const known = counts.reasons.find((one) => one.reason === reason);
  if (known) known.count++;
  else counts.reasons.push({ reason, count: 1, line });
}

/** Characters that span two chunks stay whole; a byte order mark is no character of the file. */
async function* decoded(source: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of source) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** @throws {UsageError} when it is no host name */
export function domainOf(given: string): string {
  const domain = given
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(domain)) throw new UsageError(`--store "${given}" is no domain.`);
  return domain;
}

/** Better said before the file is read than by every order in it. */
function checkAdapter(platform: PlatformName): void {
  try {
    platformOf(platform);
  } catch (error) {
    throw new UsageError(`Orders of this platform cannot be read yet: ${(error as Error).message}.`);
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function wordsFor(counts: ImportCounts): string {
  return [
    `orders     ${counts.orders}`,
    `created    ${counts.created}`,
    `updated    ${counts.updated}`,
    `unchanged  ${counts.unchanged}`,
    `failed     ${counts.failed}`,
    ...counts.reasons.map(({ reason, count, line }) => `  ${count} x ${reason} (first at line ${line})`),
  ].join('\n');
}
