import { once as event } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { downloaded } from './download.server';

/**
 * The result of a bulk operation: one object per line, children anywhere in the file, naming their parent. The lines are
 * dealt into buckets on disk by their order's id, so that each bucket can be joined in memory however large the file is.
 */
const buckets = 64;

/** Orders joined with their lines, as JSON text exactly as it came, a bucket at a time. */
export async function* joinedOrders(url: string): AsyncIterable<string[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-bulk-'));
  try {
    await deal(url, folder);
    for (let at = 0; at < buckets; at += 1) {
      const joined = await join(path.join(folder, String(at)));
      if (joined.length > 0) yield joined;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function deal(url: string, folder: string): Promise<void> {
  const files: WriteStream[] = Array.from({ length: buckets }, (_, at) =>
    createWriteStream(path.join(folder, String(at))),
  );
  try {
    for await (const line of createInterface({ input: Readable.from(downloaded(url)), crlfDelay: Infinity })) {
      if (line === '') continue;
      const { id, __parentId: parent } = JSON.parse(line) as { id?: string; __parentId?: string };
      const file = files[bucketOf(parent ?? id ?? '')];
      if (file && !file.write(`${line}\n`)) await event(file, 'drain');
    }
  } finally {
    await Promise.all(files.map((file) => new Promise((done) => file.end(done))));
  }
}

async function join(file: string): Promise<string[]> {
  const orders: { id: string; line: string }[] = [];
  const children = new Map<string, string[]>();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const { id, __parentId: parent } = JSON.parse(line) as { id: string; __parentId?: string };
    if (parent === undefined) orders.push({ id, line });
    else children.set(parent, [...(children.get(parent) ?? []), line]);
  }
  // Joined as text: no digit passes through a parser and back.
  return orders.map(
    ({ id, line }) => `${line.trimEnd().slice(0, -1)},"lineItems":[${(children.get(id) ?? []).join(',')}]}`,
  );
}

function bucketOf(id: string): number {
  let sum = 0;
  for (let at = 0; at < id.length; at += 1) sum = (sum * 31 + id.charCodeAt(at)) % 1_000_003;
  return sum % buckets;
}
