import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../setup/test-database';

import { restOrder } from './rest-order';

/** An import that is killed, again and again, ends with the counts of one that was not. */
let database: TestDatabase;
const folder = mkdtempSync(path.join(os.tmpdir(), 'tagalong-import-'));

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = 3_000;
/** Among the orders stand records that cannot be read. */
const isBroken = (at: number) => at % 300 === 150;

async function write(name: string, lines: Iterable<string>): Promise<string> {
  const place = path.join(folder, name);
  const file = createWriteStream(place);
  for (const line of lines) if (!file.write(line)) await once(file, 'drain');
  file.end();
  await finished(file);
  return place;
}

function* jsonLines(): Generator<string> {
  for (let at = 0; at < count; at++) yield isBroken(at) ? `{"broken": ${at}}\n` : `${restOrder(10_000 + at)}\n`;
}

function* jsonList(): Generator<string> {
  yield '[\n';
  for (let at = 0; at < count; at++) {
    yield `${isBroken(at) ? `{"broken": ${at}}` : restOrder(10_000 + at)}${at + 1 < count ? ',' : ''}\n`;
  }
  yield ']\n';
}

function* csv(): Generator<string> {
  yield 'Name,Id,Currency,Total,Created at,Financial Status,Subtotal,Lineitem quantity,Lineitem name,Lineitem price\n';
  for (let at = 0; at < count; at++) {
    const id = isBroken(at) ? '' : 10_000 + at;
    yield `#${at},${id},USD,30.00,2026-11-01 10:00:00 +0000,paid,30.00,1,Mug,10.00\n`;
    yield `#${at},,,,,,,2,Lamp,10.00\n`;
  }
}

type Ended = { code: number | null; said: string; noted: string };

function start(domain: string, file: string) {
  const args = ['import', '--platform', 'shopify', '--store', domain, '--file', file, '--json'];
  const child = spawn(process.execPath, ['--import', 'tsx', path.resolve('app/entry.cli.ts'), ...args], {
    env: { PATH: process.env.PATH ?? '', ...testEnvironment, DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, noted] = ['', ''];
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    noted += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, said, noted }));
  });
  return { child, ended };
}

async function processed(domain: string): Promise<number> {
  const { rows } = await database.admin.query(
    `select coalesce(max(j.processed), 0)::int as n from sync_job j join store s on s.id = j.store_id where s.domain = $1`,
    [domain],
  );
  return rows[0].n;
}

describe.each([
  ['lines', jsonLines],
  ['a list', jsonList],
  ['an export as CSV', csv],
])('%s', (name, content) => {
  it('goes on where it was killed: nothing twice, nothing left out, every reject named once', async () => {
    const domain = `killed-${name.replace(/\W/g, '').toLowerCase()}.myshopify.com`;
    const file = await write(`${domain}.txt`, content());
    let kills = 0;
    let last: Ended | undefined;
    for (let next = 300; last === undefined; next += 1000) {
      const run = start(domain, file);
      while (run.child.exitCode === null && (await processed(domain)) < next) {
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      // Far from the end, so that none is killed that had finished.
      if (run.child.exitCode === null && next < count / 2) {
        run.child.kill('SIGKILL');
        kills += 1;
        await run.ended;
      } else last = await run.ended;
    }
    const broken = Array.from({ length: count }, (_, at) => at).filter(isBroken);
    expect(kills).toBeGreaterThanOrEqual(2);
    expect(last.noted).toContain('Going on at line');
    expect(last.code).toBe(1);
    const counts = JSON.parse(last.said);
    expect(counts).toMatchObject({ orders: count, created: count - broken.length, updated: 0, unchanged: 0 });
    expect(counts.failed).toBe(broken.length);
    expect(counts.reasons).toEqual([expect.objectContaining({ count: broken.length })]);
    const rejects = readFileSync(`${file}.rejects.jsonl`, 'utf8').trim().split('\n');
    const lines = rejects.map((line) => JSON.parse(line).line);
    expect(new Set(lines).size).toBe(broken.length);
    expect(lines).toHaveLength(broken.length);
    const { rows } = await database.admin.query(
      `select count(*)::int as orders, sum(total)::text as total from orders o join store s on s.id = o.store_id where s.domain = $1`,
      [domain],
    );
    const each = content === csv ? 30 : 10;
    expect(rows[0].orders).toBe(count - broken.length);
    expect(Number(rows[0].total)).toBe((count - broken.length) * each);
    console.log(`${name}: killed ${kills} times, ${counts.created} created, ${counts.failed} refused`);
  }, 240_000);
});

it('a file of rejects says where each stood, and holds what stood there', async () => {
  const file = await write('few.jsonl', [`${restOrder(1)}\n`, 'nonsense\n', '{"id": 3}\n']);
  const { ended } = start('few.myshopify.com', file);
  expect((await ended).code).toBe(1);
  const lines: unknown[] = [];
  for await (const line of createInterface(createReadStream(`${file}.rejects.jsonl`))) lines.push(JSON.parse(line));
  const begin = Buffer.byteLength(`${restOrder(1)}\n`);
  const malformed = { reasonClass: 'malformed' };
  expect(lines).toEqual([
    { line: 2, byte: begin, ...malformed, reason: 'it is not JSON', record: 'nonsense' },
    { line: 3, byte: begin + 9, ...malformed, reason: 'there is no order in it', record: '{"id": 3}' },
  ]);
});
