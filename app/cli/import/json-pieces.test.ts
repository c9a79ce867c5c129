import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine, table } from '../table';
import { type JsonPiece, jsonPieces, type Place } from './json-pieces';
import { ordersIn } from './orders-in';

async function pieces(text: string, cuts: number[] = []): Promise<{ line: number; text: string }[]> {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  async function* chunks() {
    for (let i = 1; i < places.length; i++) yield text.slice(places[i - 1], places[i]);
  }
  const found = [];
  for await (const { line, text } of jsonPieces(chunks())) found.push({ line, text });
  return found;
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
  const texts = async (text: string) => (await pieces(text, [3, 9, 17, 25])).map(({ line, text }) => `${line} ${text}`);
  expect(await texts('{"a":1}\nbroken{\n{"b":2}\n{"c":3}\n')).toEqual([
    '1 {"a":1}',
    '2 broken{',
    '3 {"b":2}',
    '4 {"c":3}',
  ]);
  expect(await texts('{"a":"cut off\n{"b":2}\n')).toEqual(['1 {"a":"cut off', '2 {"b":2}']);
  expect(await texts('{"a":1}\n{"b":[\n{"c":3}\n')).toEqual(['1 {"a":1}', '2 {"b":[', '3 {"c":3}']);
  expect(await texts('[\n{"a":\n{"b":1}},\n{"c"\n{"d":2}\n]')).toEqual(['2 {"a":\n{"b":1}}', '4 {"c"', '5 {"d":2}']);
});

test('however the stream is cut, the same values come out', async () => {
  const value = fc.dictionary(fc.string(), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 1 }),
      fc.array(fc.nat()),
      fc.boolean(),
      async (values, cuts, asList) => {
        const text = asList ? JSON.stringify(values, null, 1) : values.map((one) => JSON.stringify(one)).join('\n');
        const found = await pieces(text, cuts);
        expect(found.map((piece) => JSON.parse(piece.text))).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
  );
});

test('finds orders in every wrapper and passes by what only looks like one', () => {
  const order = { id: 1, line_items: [] };
  const found = (value: unknown) => ordersIn(value).map((text) => JSON.parse(text).id);
  expect(found(order)).toEqual([1]);
  expect(found({ orders: [order, { id: 2, line_items: [] }] })).toEqual([1, 2]);
  const graphql = { id: 'gid://x/Order/3', lineItems: { nodes: [] } };
  expect(
    found({
      data: { orderCreate: { order: graphql }, orders: { edges: [{ node: { ...graphql, id: 'gid://x/Order/4' } }] } },
    }),
  ).toEqual(['gid://x/Order/3', 'gid://x/Order/4']);
  expect(found({ draft_order: order, checkout: order, fulfillment: { ...order, order_id: 9 } })).toEqual([]);
  expect(found({ data: { draftOrder: { id: 'gid://x/DraftOrder/1', lineItems: {} } } })).toEqual([]);
});

test('CSV: quotes what needs it, defuses formulas, leaves numbers alone', () => {
  expect(csvLine(['a,b', '=1+1', '-12.50', '@x', 'say "hi"', null, true])).toBe(
    `"a,b",'=1+1,-12.50,'@x,"say ""hi""",,true`,
  );
});

test('a table lines up', () => {
  expect(
    table([
      { a: 'x', long: 1 },
      { a: 'yyy', long: null },
    ]),
  ).toBe('a    long\nx    1\nyyy');
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
  ];
  for (const text of files) {
    const bytes = Buffer.from(text);
    const readFrom = async (place: Place | undefined): Promise<JsonPiece[]> => {
      async function* rest() {
        yield bytes.subarray(place?.offset ?? 0).toString('utf8');
      }
      const found: JsonPiece[] = [];
      for await (const piece of jsonPieces(rest(), place)) found.push(piece);
      return found;
    };
    const whole = await readFrom(undefined);
    expect(whole.length).toBeGreaterThanOrEqual(values.length);
    for (const [at, piece] of whole.entries()) expect(await readFrom(piece.end)).toEqual(whole.slice(at + 1));
  }
});
