import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '../../domain/shared/fault';
import type { OrderExport } from '../../platforms/platform';
import { csvOrders } from './csv-orders';
import { kindOf } from './file-kind';
import type { Piece } from './piece';

/** An export that shows what the rows of an order are. */
const dialect: OrderExport = {
  needs: ['Name', 'Id'],
  name: 'name',
  id: 'id',
  order: (rows, exportedAt) => {
    if (rows.some((row) => row.item === 'bad'))
      throw new Fault({ reasonClass: 'malformed', retry: false, publicMessage: 'This is bad.' });
    return { exportedAt, rows };
  },
};

async function* inChunks(bytes: Buffer, cuts: number[]): AsyncGenerator<Buffer> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < places.length; i++) yield bytes.subarray(places[i - 1], places[i]);
}

async function read(file: string | Buffer, cuts: number[] = [], from?: Piece['end']): Promise<Piece[]> {
  const bytes = Buffer.from(file);
  const kind = kindOf(bytes, 'x.csv', dialect);
  if (kind.kind !== 'csv') throw new Error(JSON.stringify(kind));
  const start = from ?? kind.begin;
  const found: Piece[] = [];
  const chunks = inChunks(bytes.subarray(start.offset), cuts);
  for await (const piece of csvOrders(chunks, kind, start, dialect, '2026')) found.push(piece);
  return found;
}

const items = ({ line, bodies, wrong }: Piece) => [
  line,
  wrong ?? JSON.parse(String(bodies[0])).rows.map((row: Record<string, string>) => row.item),
];

test('rows of one order are one piece: quotes, new lines inside, characters of several bytes, a byte order mark', async () => {
  const file = '\ufeffName,Id,Item\r\n#1,11,Mug\r\n#1,,"Lamp, ""tall"",\r\ntwo lines é"\r\n\r\n#2,12,漢字🎁\r\n';
  for (let cut = 0; cut < Buffer.byteLength(file); cut++) {
    const found = await read(file, [cut]);
    expect(found.map(items)).toEqual([
      [2, ['Mug', 'Lamp, "tall",\r\ntwo lines é']],
      [6, ['漢字🎁']],
    ]);
    expect(found[1]?.raw()).toBe('#2,12,漢字🎁\r\n');
  }
});

test('two orders of one name are two orders; an order whose id stands twice is refused, not doubled', async () => {
  expect((await read('Name,Id,Item\n#1,11,A\n#1,12,B\n#1,,C\n#2,13,D\n#2,13,D\n#3,14,E\n')).map(items)).toEqual([
    [2, ['A']],
    [3, ['B', 'C']],
    [5, 'line 6: its id stands on a second row'],
    [7, ['E']],
  ]);
});

test('a broken row costs its order alone: stray quotes, wrong lengths, rows without their beginning', async () => {
  const file = [
    ...['Name,Id,Item', '#1,11,A', '#1,,"B" x', '#1,,C', '#2,12,D', '#2,,E,F', '#3,13,"G', '#3,,H', '#4,14,"I"'],
    ...['#5,15,J', '#6,,K', '#7,17,bad', '#8,18,L', '#9,19,"M', ''],
  ].join('\n');
  expect((await read(file)).map(items)).toEqual([
    [2, 'line 3: a quote in it is not where a field begins or ends'],
    [5, 'line 6: it has 4 fields where the header has 3'],
    [7, 'a quote in it is not where a field begins or ends'],
    [9, ['I']],
    [10, ['J']],
    [11, 'it has no id: the row that begins this order is missing'],
    [12, 'This is bad.'],
    [13, ['L']],
    [14, 'a quote in it is not where a field begins or ends'],
  ]);
});

test('a quote that is never closed does not take the file along, and bytes that are no text are seen', async () => {
  const many = Array.from({ length: 60_000 }, (_, at) => `#${at + 10},${at + 10},some item\n`).join('');
  const found = await read(`Name,Id,Item\n#1,1,"open\n${many}`, [900_000, 1_200_000]);
  expect(found.map(items).slice(0, 2)).toEqual([
    [2, 'a quote in it is never closed'],
    [3, ['some item']],
  ]);
  expect(found).toHaveLength(60_001);
  const latin = Buffer.concat([Buffer.from(`Name,Id,Item\n${many}#2,2,`), Buffer.from([0xe9]), Buffer.from('\n')]);
  expect((await read(latin)).map(items).at(-1)).toEqual([60_002, 'line 60002 is not UTF-8 text']);
});

const cell = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('"', '""', 'a,b', 'é\n漢', '\r\n', '', "'0", '🎁'));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('however the file is cut, whole or broken, the same orders come out, and reading goes on behind any of them', async () => {
  const rows = fc.array(fc.tuple(fc.nat(3), fc.boolean(), cell, fc.constantFrom('\n', '\r\n', '', '\n\n')), {
    maxLength: 15,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), async (rows, cuts, isBroken) => {
      const lines = rows.map(([name, hasId, item, end]) => {
        return `#${name},${hasId ? name : ''},${isBroken ? item : quoted(item)}${end || (isBroken ? '' : '\n')}`;
      });
      const file = `Name,Id,Item\n${lines.join('')}`;
      const shown = (piece: Piece) => [items(piece), piece.start, piece.raw(), piece.end];
      const whole = await read(file);
      expect((await read(file, cuts)).map(shown)).toEqual(whole.map(shown));
      for (const [at, piece] of whole.entries()) {
        expect((await read(file, [], piece.end)).map(shown)).toEqual(whole.slice(at + 1).map(shown));
      }
    }),
    { numRuns: 300 },
  );
});
