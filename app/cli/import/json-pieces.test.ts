import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieceBytesMax } from './held-bytes';
import { jsonOrders } from './json-orders';
import { jsonPieces } from './json-pieces';
import type { JsonPiece, Place } from './json-place';
import type { Piece } from './piece';

async function* inChunks(bytes: Buffer, cuts: number[] = []): AsyncGenerator<Buffer> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < places.length; i++) yield bytes.subarray(places[i - 1], places[i]);
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

const text = ({ bytes }: JsonPiece) => bytes.toString();

async function pieces(file: string, cuts: number[] = []) {
  const found = await all(jsonPieces(inChunks(Buffer.from(file), cuts)));
  return found.map((piece) => ({ line: piece.line, text: text(piece) }));
}

async function orders(file: string | Buffer, cuts: number[] = []): Promise<string[]> {
  const found = await all(jsonOrders(inChunks(Buffer.from(file), cuts)));
  return found.flatMap(({ line, bodies, wrong }) =>
    wrong ? [`${line}: ${wrong}`] : bodies.map((body) => String(JSON.parse(body.toString()).id)),
  );
}

test('lines, lists and values over several lines, each with the line it begins on', async () => {
  expect(await pieces('{"a":1}\n\n{"b":\n "}\\"]"}\n')).toEqual([
    { line: 1, text: '{"a":1}' },
    { line: 3, text: '{"b":\n "}\\"]"}' },
  ]);
  expect(await pieces('[\n{"a":[1]},\n{"b":2}\n]\n')).toEqual([
    { line: 2, text: '{"a":[1]}' },
    { line: 3, text: '{"b":2}' },
  ]);
  expect(await pieces('{"a":1}\nnonsense\n[{"c":1}]\n[{"d":1}]')).toEqual([
    { line: 1, text: '{"a":1}' },
    { line: 2, text: 'nonsense' },
    { line: 3, text: '{"c":1}' },
    { line: 4, text: '{"d":1}' },
  ]);
});

test('a value that is broken off does not take the next ones along', async () => {
  const texts = async (file: string) => (await pieces(file, [3, 9, 17, 25])).map((one) => `${one.line} ${one.text}`);
  expect(await texts('{"a":1}\nbroken{\n{"b":2}\n{"c":3}\n')).toEqual([
    '1 {"a":1}',
    '2 broken{',
    '3 {"b":2}',
    '4 {"c":3}',
  ]);
  expect(await texts('{"a":"cut off\n{"b":2}\n')).toEqual(['1 {"a":"cut off', '2 {"b":2}']);
  expect(await texts('{"a":1}\n{"b":[\n{"c":3}\n')).toEqual(['1 {"a":1}', '2 {"b":[', '3 {"c":3}']);
  expect(await texts('[\n{"a":\n{"b":1}},\n{"c"\n{"d":2}\n]')).toEqual(['2 {"a":\n{"b":1}}', '4 {"c"', '5 {"d":2}']);
  // The first line already, where nothing tells yet that values stand on lines.
  expect(await texts('{"a":[\n{"b":2}\n{"c":3}\n')).toEqual(['1 {"a":[', '2 {"b":2}', '3 {"c":3}']);
});

const order = (id: number, more = {}) => ({ id, line_items: [{ data: { order: 1 } }], ...more });
const json = (value: unknown) => JSON.stringify(value);

test('takes orders one by one out of what wraps them, however deep', async () => {
  const graphql = { id: 'gid://x/Order/5', lineItems: { edges: [{ node: { id: 'gid://x/LineItem/1' } }] } };
  expect(await orders(json({ orders: [order(1), order(2)] }))).toEqual(['1', '2']);
  expect(await orders(json({ shop: { id: 9 }, order: order(3), errors: [{ message: 'x' }] }))).toEqual(['3']);
  expect(
    await orders(json({ data: { orders: { pageInfo: { a: 1 }, edges: [{ cursor: 'c', node: graphql }] } } })),
  ).toEqual(['gid://x/Order/5']);
  expect(await orders(json({ data: { orderCreate: { order: graphql } }, extensions: {} }))).toEqual([
    'gid://x/Order/5',
  ]);
  expect(await orders(json({ a: { order: order(6) }, orders: [order(7)] }))).toEqual(['6', '7']);
  expect(await orders(json([[order(1)], { orders: [order(2)] }]))).toEqual(['1', '2']);
  expect(await orders(`${json({ order: order(1) })}\n${json({ order: order(2) })}\n`)).toEqual(['1', '2']);
  expect(await orders(json(order(8, { data: { orders: [order(9)] } })))).toEqual(['8']);
  expect(await orders(json({ draft_order: order(1) }))).toEqual(['1: there is no order in it']);
});

test('an order is kept as it stands in the file, to the byte', async () => {
  const bytes = '{"id": 9007199254740993, "total": 1.10, "line_items": []}';
  const [only] = await all(jsonOrders(inChunks(Buffer.from(`[ ${bytes} ]`))));
  expect(only?.bodies.map(String)).toEqual([bytes]);
});

test('a file that breaks off keeps what is complete, and says where it breaks', async () => {
  const [one, two] = [json(order(1)), json(order(2))];
  expect(await orders(`[\n${one},\n${two.slice(0, 20)}`)).toEqual(['1', expect.stringMatching(/^3: it is broken off/)]);
  expect(await orders(`[\n${one},\n${two}`)).toEqual(['1', '2', expect.stringMatching(/^3: the text breaks off here/)]);
  expect(await orders(`{"orders":[${one},`)).toEqual(['1', expect.stringMatching(/^1: the text breaks off here/)]);
  expect(await orders(`{"orders":[${one}\n{"orders":[${two}]}\n`)).toEqual([
    '1',
    expect.stringMatching(/^2: the text breaks off here/),
    '2',
  ]);
  const [broken] = (await all(jsonOrders(inChunks(Buffer.from(`[${one},${two.slice(0, 9)}`))))).slice(1);
  expect([broken?.start, broken?.raw()]).toEqual([one.length + 2, two.slice(0, 9)]);
});

test('what is no text, and what is longer than any order, costs itself alone', async () => {
  const bad = Buffer.from([...Buffer.from('{"id":1,"line_items":[],"x":"'), 0xff, ...Buffer.from('"}\n')]);
  expect(await orders(Buffer.concat([bad, Buffer.from(json(order(2)))]))).toEqual(['1: it is not UTF-8 text', '2']);
  const long = Buffer.alloc(pieceBytesMax + 10, 0x61);
  const file = Buffer.concat([Buffer.from('{"id":1,"x":"'), long, Buffer.from(`"}\n${json(order(2))}\n`)]);
  expect(await orders(file, [1_000_000, 20_000_000, pieceBytesMax])).toEqual([
    expect.stringMatching(/^1: it is longer than 32 MiB/),
    '2',
  ]);
});

const value = fc.dictionary(fc.string(), fc.jsonValue());

test('however the stream is cut, the same values come out', async () => {
  const files = fc.tuple(fc.array(value, { minLength: 1 }), fc.array(fc.nat()), fc.boolean());
  await fc.assert(
    fc.asyncProperty(files, async ([values, cuts, asList]) => {
      const file = asList ? JSON.stringify(values, null, 1) : values.map((one) => JSON.stringify(one)).join('\n');
      const found = await pieces(file, cuts);
      expect(found.map((piece) => JSON.parse(piece.text))).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});

/** Everything that a file can be: orders, wrappers, pretty and not, cut and mixed with nonsense. */
const anyFile = fc
  .array(
    fc.oneof(
      fc.nat().map((id) => json(order(id, { note: 'é漢🎁 "\\' }))),
      fc.nat().map((id) => JSON.stringify({ orders: [order(id), order(id + 1)], errors: [] }, null, 1)),
      fc.nat().map((id) => json({ data: { a: [1], orders: { edges: [{ node: order(id) }] } } })),
      fc.constantFrom('[', ']', ',', '{', '}', '"', 'nonsense', '{"orders":[', '{"id":1,', '\n', '\n{', ' ', '\\', ':'),
    ),
    { maxLength: 12 },
  )
  .chain((parts) => fc.constantFrom('\n', '', ',').map((between) => parts.join(between)));

const shown = ({ line, start, bodies, wrong, raw, end }: Piece) => [line, start, bodies.map(String), wrong, raw(), end];

test('whatever the file, the same pieces come out however it is cut, and nothing throws', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, fc.array(fc.nat(), { maxLength: 30 }), async (file, cuts) => {
      const bytes = Buffer.from(file);
      const whole = await all(jsonOrders(inChunks(bytes)));
      expect((await all(jsonOrders(inChunks(bytes, cuts)))).map(shown)).toEqual(whole.map(shown));
    }),
    { numRuns: 400 },
  );
});

test('a reading that stopped behind any piece goes on with the very next, counted in bytes', async () => {
  const values = ['{"a":"é"}', '{"b":"漢字"}', '{"c":"🎁"}', '{"d":[1,{"e":2}]}'];
  const files = [
    values.join('\n'),
    `${values.join('\n')}\n`,
    `[${values.join(',')}]`,
    `[\n${values.join(',\n')}\n]\n`,
    `\ufeff${values.join('\n')}`,
    `${values[0]}\nnonsense é\n${values.slice(1).join('\n')}`,
    `{"data":{"orders":[${values.join(',')}]}}`,
    `{"orders":[${values.join(',')}]}\n{"order":${values[0]}}`,
  ];
  for (const file of files) {
    const bytes = Buffer.from(file);
    const readFrom = async (place?: Place) => all(jsonPieces(inChunks(bytes.subarray(place?.offset ?? 0)), place));
    const whole = await readFrom();
    expect(whole.length).toBeGreaterThanOrEqual(values.length);
    for (const [at, piece] of whole.entries()) expect(await readFrom(piece.end)).toEqual(whole.slice(at + 1));
  }
});
