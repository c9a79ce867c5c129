import pg from 'pg';
import { afterAll, expect, inject, it } from 'vitest';
import { byteaArray, sameRoom } from './binary-array';
import { type Cell, type ColumnType, columnArray } from './column-array';

const admin = new pg.Client({ connectionString: inject('adminUrl') });
await admin.connect();
afterAll(() => admin.end());

/** What each cell is read as by PostgreSQL itself; by default, its own text. */
const cells: Record<ColumnType, [cell: Cell, text?: string][]> = {
  text: [
    ['plain'],
    [''],
    ['NULL'],
    ['"quoted", {braced} and \\escaped'],
    ['tab\tand\nline'],
    ['Zoë, 東京, 🎁'],
    [`with a \0 in it`, 'with a  in it'],
    ['half a pair \ud83c', 'half a pair \ufffd'],
    ['x'.repeat(255)],
    ['é'.repeat(200)],
    ['y'.repeat(70_000)],
  ],
  int: [[0], [-7], [2_147_483_647]],
  numeric: [['0.00'], ['-12345678901234567890.1234'], ['1e3', '1000']],
  boolean: [
    [true, 'true'],
    [false, 'false'],
  ],
  uuid: [['7b0f4a52-6b1c-4c39-8d7d-0a8a52b9c000']],
  bytea: [['\\x00ff']],
  jsonb: [
    [{ a: 1, b: [true, null, 'é 🎁 "'] }, '{"a": 1, "b": [true, null, "é 🎁 \\""]}'],
    [{ nul: 'a\0b' }, '{"nul": "ab"}'],
    [{ half: 'a\ud83c' }, '{"half": "a\ufffd"}'],
    [{ told: '\\u0000' }, '{"told": "\\\\u0000"}'],
    [[], '[]'],
  ],
  'text[]': [
    [['a', 'b "c"', '\\', '', 'NULL', 'é'], '{a,"b \\"c\\"","\\\\","","NULL",é}'],
    [[], '{}'],
  ],
  timestamptz: [
    ['2025-05-01T10:00:00Z', '2025-05-01 10:00:00+00'],
    ['2025-05-01T10:00:00-04:00', '2025-05-01 14:00:00+00'],
    ['2025-05-01T10:00:00.120Z', '2025-05-01 10:00:00.12+00'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31 23:59:59.999+00'],
    ['9999-12-31T23:59:59Z', '9999-12-31 23:59:59+00'],
    ['2025-05-01T10:00:00Z', '2025-05-01 10:00:00+00'],
  ],
};

it.each(Object.keys(cells) as ColumnType[])('%s arrive as they are, and nulls between them', async (type) => {
  const rows: { n: number; cell: Cell }[] = cells[type].flatMap(([cell], n) => [
    { n: 2 * n, cell },
    { n: 2 * n + 1, cell: null },
  ]);
  expect(await read(rows, type)).toEqual(cells[type].flatMap(([cell, text]) => [text ?? String(cell), null]));
});

it('an instant finer than a millisecond keeps its microseconds, and so do those beside it', async () => {
  const rows = ['2025-05-01T10:00:00.123456Z', '2025-05-01T10:00:00Z', null].map((cell, n) => ({ n, cell }));
  expect(await read(rows, 'timestamptz')).toEqual(['2025-05-01 10:00:00.123456+00', '2025-05-01 10:00:00+00', null]);
});

it.each(Object.keys(cells) as ColumnType[])('%s that are empty in every row are filled up', async (type) => {
  const rows = [0, 1, 2].map((n) => ({ n, cell: null }));
  expect(await read(rows, type)).toEqual([null, null, null]);
});

async function read(rows: { n: number; cell: Cell }[], type: ColumnType): Promise<(string | null)[]> {
  const sent = type === 'text[]' ? 'text' : type;
  const found = await admin.query<{ cell: string | null }>(
    `select x.cell::${type}::text as cell from unnest($1::int[], $2::${sent}[]) as x(n, cell) order by x.n`,
    [columnArray(rows, 'n', 'int'), columnArray(rows, 'cell', type)],
  );
  return found.rows.map(({ cell }) => cell);
}

it('keeps bodies apart that are put together in the same room, one group after the other', async () => {
  const room = sameRoom();
  for (const sizes of [[3], [5000, 0, 7], [2, 2], [20_000], [1]]) {
    const bodies = sizes.map((size, n) => Buffer.alloc(size, 65 + n + size));
    const { rows } = await admin.query('select body from unnest($1::bytea[]) as x(body)', [byteaArray(bodies, room)]);
    expect(rows.map(({ body }) => body)).toEqual(bodies);
  }
});
