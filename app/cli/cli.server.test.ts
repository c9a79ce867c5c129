import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliver, newPerson, orderBody, wire } from '../../tests/privacy/people';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../tests/setup/test-database';
import { listOrders } from '../domain/orders/read-store.server';
import { storeIdOf } from '../domain/shared/ids';
import { authenticateApiKey } from '../tenancy/api-keys-store.server';
import { findStore } from '../tenancy/store.server';
import { runCommandLine } from './main.server';

/** The command line as an operator types it, on a real database. */
let db: TestDatabase;
const folder = mkdtempSync(path.join(os.tmpdir(), 'tagalong-cli-'));
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

async function run(...args: string[]): Promise<{ code: number; said: string; noted: string }> {
  const [said, noted]: [string[], string[]] = [[], []];
  const code = await runCommandLine(args, { say: (line) => said.push(line), note: (line) => noted.push(line) });
  return { code, said: said.join('\n'), noted: noted.join('\n') };
}

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

async function importFile(domain: string, place: string) {
  const { code, said } = await run('import', '--platform', 'shopify', '--store', domain, '--file', place, '--json');
  const counts = JSON.parse(said);
  expect(code).toBe(counts.failed > 0 ? 1 : 0);
  return counts;
}

const rest = (id: string, change = {}) => wire(orderBody(newPerson(), id, change));

describe('import', () => {
  test('JSONL: created, then unchanged, then updated; what cannot be read is said with its line', async () => {
    const [one, two] = [rest('9007199254740993'), rest('202')];
    const lines = file('a.jsonl', `${one}\n${two}\n\n{"id": 5, "line_items": []}\nnot json\n{"shop": 1}\n`);
    const first = await importFile('cli.myshopify.com', lines);
    expect(first).toMatchObject({ orders: 5, created: 2, updated: 0, unchanged: 0, failed: 3 });
    expect(first.reasons.map((r: { line: number }) => r.line).sort()).toEqual([4, 5, 6]);
    expect(first.reasons.map((r: { reason: string }) => r.reason).join()).toMatch(
      /not JSON.*no order in it|no order in it.*not JSON/,
    );
    expect(await importFile('cli.myshopify.com', lines)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      failed: 3,
    });
    const newer = file(
      'b.jsonl',
      two
        .replaceAll('2026-11-01T10:00:00Z', '2026-11-09T10:00:00Z')
        .replace(
          '"created_at":"2026-11-09T10:00:00Z","updated_at"',
          '"created_at":"2026-11-01T10:00:00Z","updated_at"',
        ),
    );
    expect(await importFile('cli.myshopify.com', newer)).toMatchObject({ created: 0, updated: 1 });
    const { orders } = await listOrders(storeIdOf('shopify', 'cli.myshopify.com'), {}, { limit: 10 });
    expect(orders.map((order) => order.platformOrderId).sort()).toEqual(['202', '9007199254740993']);
  });

  test('the store is made, counts as not installed, and takes the currency of its orders', async () => {
    expect(await findStore(storeIdOf('shopify', 'cli.myshopify.com'))).toMatchObject({
      installationEpoch: 0,
      currency: 'EUR',
    });
  });

  test('two versions of one order in one file are one order, made and changed', async () => {
    const newer = rest('31', { updated_at: '2026-11-08T10:00:00Z' });
    const counts = await importFile('versions.myshopify.com', file('v.jsonl', `${rest('31')}\n${newer}\n${newer}`));
    expect(counts).toMatchObject({ orders: 3, created: 1, updated: 1, unchanged: 1, failed: 0 });
  });

  test.each([
    ['a single object', () => rest('1')],
    ['a list over several lines', () => `[\n${rest('1')},\n${rest('2')}\n]`],
    ['orders', () => `{"orders": [${rest('1')}, ${rest('2')}]}`],
    ['order', () => `{"order":\n ${rest('1')}}`],
    ['a byte order mark', () => `\ufeff${rest('1')}`],
  ])('reads %s', async (name, body) => {
    const text = body();
    const expected = text.split('"order_number"').length - 1;
    const domain = `shape-${name.replace(/\W/g, '')}.myshopify.com`;
    expect(await importFile(domain, file('shape.json', text))).toMatchObject({ created: expected, failed: 0 });
  });

  test('every recording goes through; nothing crashes', async () => {
    const shared = process.env.TAGALONG_SHARED_DATA ?? path.resolve('../shared/data');
    let files = 0;
    let read = 0;
    for (const kind of ['shopify-rest', 'shopify-admin-graphql']) {
      const root = path.join(shared, kind);
      if (!existsSync(root)) {
        console.warn(`${root} is not here: recordings were not imported.`);
        continue;
      }
      const all = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
      // One file with all of them: a command per file would take minutes.
      const lines = all.flatMap((name) => {
        try {
          return [JSON.stringify(JSON.parse(readFileSync(path.join(root, name), 'utf8')))];
        } catch {
          return [];
        }
      });
      const counts = await importFile(`${kind}.myshopify.com`, file('recordings.jsonl', lines.join('\n')));
      const { created: c, updated, unchanged, failed, orders, reasons } = counts;
      console.warn(
        `${kind}: ${lines.length} files, ${orders} pieces, ${c} created, ${updated} updated, ${unchanged} unchanged, ${failed} failed: ${reasons.map((r: { reason: string; count: number }) => `${r.count} x ${r.reason.slice(0, 90)}`).join('; ')}`,
      );
      expect(c + updated + unchanged + failed).toBe(orders);
      files += lines.length;
      read += c + updated + unchanged;
    }
    expect(files === 0 || read > 40).toBe(true);
  });
});

test('export gives the orders as JSONL and CSV, whole or not at all', async () => {
  const out = path.join(folder, 'orders.jsonl');
  expect((await run('export', '--store', 'cli.myshopify.com', '--out', out)).code).toBe(0);
  const lines = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((order) => order.totals.gross)).toEqual(['112.50', '112.50']);
  const csv = path.join(folder, 'orders.csv');
  await run('export', '--store', 'cli.myshopify.com', '--out', csv, '--format', 'csv');
  expect(readFileSync(csv, 'utf8').split('\n')[1]).toMatch(/,EUR,100\.00,/);
  expect(existsSync(`${csv}.part`)).toBe(false);
  const nowhere = await run('export', '--store', 'cli.myshopify.com', '--out', path.join(folder, 'no', 'such', 'file'));
  expect([nowhere.code, nowhere.noted]).toEqual([2, expect.stringContaining('cannot be written (ENOENT)')]);
});

test('replay reads dead entries again, and processed ones without changing anything', async () => {
  const dead = await run('replay', '--store', 'cli.myshopify.com', '--json');
  expect(JSON.parse(dead.said)).toMatchObject({ replayed: 1, dead: 1 });
  const done = await run('replay', '--store', 'cli.myshopify.com', '--state', 'processed', '--json');
  expect(JSON.parse(done.said)).toMatchObject({ replayed: 3, processed: 3, failed: 0 });
});

test('verify counts anew, finds what was changed by hand, and mends it when asked', async () => {
  const domain = 'verify.myshopify.com';
  await importFile(domain, file('v.jsonl', `${rest('701')}\n${rest('702')}\n`));
  const verify = async (...flags: string[]) => {
    const { code, said } = await run('verify', '--store', domain, '--json', ...flags);
    const checks = JSON.parse(said) as { check: string; counted: number; different: number; first: string }[];
    return { code, different: Object.fromEntries(checks.map((one) => [one.check, one.different])), checks };
  };
  const clean = { ledger: 0, customers: 0, days: 0 };
  expect(await verify()).toMatchObject({ code: 0, different: clean });
  const storeId = storeIdOf('shopify', domain);
  const spoil = (statement: string) => db.admin.query(statement, [storeId]);
  await spoil(`update orders set gross = gross + 0.01 where store_id = $1 and platform_order_id = '702'`);
  await spoil(`update customer_profile set net = net + 1 where store_id = $1`);
  await spoil(`update store_day set returns = returns + 0.01 where store_id = $1`);
  const found = await verify();
  expect(found).toMatchObject({ code: 1, different: { ledger: 1, days: 2 } });
  expect(found.different.customers).toBeGreaterThan(0);
  expect(found.checks.find(({ check }) => check === 'ledger')?.first).toBe('702');
  // Looking changed nothing.
  expect((await verify()).different).toEqual(found.different);
  expect((await verify('--repair')).code).toBe(0);
  expect(await verify()).toMatchObject({ code: 0, different: clean });
});

test('replay does not ask a second time for what privacy asked', async () => {
  const body = JSON.stringify({ shop_domain: 'cli.myshopify.com', customer: { id: 1 }, orders_requested: [] });
  await deliver(storeIdOf('shopify', 'cli.myshopify.com'), 'customers/data_request', body);
  const done = await run('replay', '--store', 'cli.myshopify.com', '--state', 'processed', '--json');
  expect(JSON.parse(done.said)).toMatchObject({ replayed: 3, processed: 3 });
  const { rows } = await db.admin.query(`select count(*)::int as n from privacy_request`);
  expect(rows[0].n).toBe(1);
});

test('api keys: made, listed without their text, revoked', async () => {
  const made = JSON.parse(
    (await run('api-key', 'create', '--store', 'cli.myshopify.com', '--name', 'bi', '--role', 'analyst', '--json'))
      .said,
  );
  expect(await authenticateApiKey(`Bearer ${made.key}`)).toMatchObject({ role: 'analyst' });
  const { said } = await run('api-key', 'list', '--store', 'cli.myshopify.com');
  expect(said).toContain(made.id);
  expect(said).not.toContain(made.key);
  expect((await run('api-key', 'revoke', '--store', 'cli.myshopify.com', '--id', made.id)).code).toBe(0);
  expect(await authenticateApiKey(`Bearer ${made.key}`)).toBeNull();
});

test('doctor finds a healthy database healthy, and says what is wrong with a sick one', async () => {
  const well = await run('doctor', '--json');
  const findings = JSON.parse(well.said) as { check: string; state: string; what: string }[];
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([]);
  expect(well.code).toBe(0);
  expect(findings.find(({ check }) => check === 'cli.myshopify.com')).toMatchObject({
    state: 'look',
    what: expect.stringContaining('1 dead'),
  });
  await db.admin.query(`alter table checkpoint no force row level security`);
  const sick = await run('doctor');
  await db.admin.query(`alter table checkpoint force row level security`);
  expect(sick.code).toBe(1);
  expect(sick.said).toMatch(/row-level security\s+wrong\s+not forced on checkpoint/);
});

test('erase needs --yes, then leaves nothing of the person', async () => {
  const person = newPerson();
  await importFile('cli.myshopify.com', file('p.json', wire(orderBody(person, '777'))));
  const asked = await run('erase', '--store', 'cli.myshopify.com', '--email', person.email);
  expect([asked.code, asked.noted]).toEqual([2, expect.stringContaining('--yes')]);
  const done = await run('erase', '--store', 'cli.myshopify.com', '--email', person.email, '--yes');
  expect(done.said).toMatch(/orders\s+1/);
  const { rows } = await db.admin.query(
    `select count(*)::int as n from inbox_entry where strpos(encode(body, 'escape'), $1) > 0`,
    [person.mark],
  );
  expect(rows[0].n).toBe(0);
  await run('erase', '--store', 'cli.myshopify.com', '--everything', '--yes');
  expect(await findStore(storeIdOf('shopify', 'cli.myshopify.com'))).toBeNull();
});

test('the program itself: exit codes, answers apart from notes, no stack for a missing setting', async () => {
  const start = (args: string[], env: Record<string, string>) =>
    spawnSync(process.execPath, ['--import', 'tsx', path.resolve('app/entry.cli.ts'), ...args], {
      encoding: 'utf8',
      env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
      cwd: process.cwd(),
    });
  const well = start(['stores', '--json'], { ...testEnvironment, DATABASE_URL: db.url });
  expect([well.status, JSON.parse(well.stdout).length > 0]).toEqual([0, true]);
  const wrong = start(['stores'], { DATABASE_URL: 'mysql://nowhere' });
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toMatch(/DATABASE_URL: must start with postgres/);
  expect(wrong.stderr).not.toMatch(/ at .*[.]ts:/);
});

describe('what is typed wrongly ends with 2 and words that help', () => {
  test.each([
    [['fly'], 'no command "fly"'],
    [['import', '--file', 'x.json'], '--platform is missing'],
    [['import', '--platform', 'ebay', '--store', 'a.b', '--file', 'x'], '--platform must be one of'],
    [['import', '--platform', 'shopify', '--store', 'a.b', '--file', '/nowhere.json'], 'cannot be read'],
    [['import', '--platform', 'shopee', '--store', 'a.b', '--file', 'package.json'], 'no adapter'],
    [['export', '--store', 'nobody.myshopify.com', '--out', 'x'], 'There is no store'],
    [['export', '--store', 'a.b', '--out', 'x', '--from', 'soon'], '--from must be'],
    [['replay', '--store', 'a.b', '--state', 'happy'], '--state must be one of'],
    [['doctor', '--deep'], "Unknown option '--deep'"],
    [['api-key', 'create', '--store', 'a.b', '--name', 'x', '--role', 'king'], '--role must be one of'],
  ])('%j', async (args, words) => {
    const { code, noted } = await run(...args);
    expect(noted).toContain(words);
    expect(code).toBe(2);
  });
});
