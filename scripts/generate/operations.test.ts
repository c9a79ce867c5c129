import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { compileOperations, operationFiles, type Published, publishedSchema, scopesIn, tomlFile } from './operations';

let published: Published;
beforeAll(async () => {
  published = await publishedSchema();
});
const compile = (text: string, granted = ['read_orders', 'read_customers', 'write_products']) =>
  compileOperations(published, [{ file: 'some.graphql', text }], granted);

test('an operation comes out with its text and the types of its variables and result', () => {
  const made = compile(
    'query One($id: ID!, $n: Int) { order(id: $id) { id tags test lineItems(first: $n) { nodes { quantity sku } } } }',
  );
  expect(made).toContain('export type OneVariables = { id: string; n?: number | null | undefined };');
  expect(made).toContain(
    'export type OneResult = { order: { id: string; tags: (string)[]; test: boolean; lineItems: { nodes: ({ quantity: number; sku: string | null })[] } } | null };',
  );
  expect(made).toContain(`name: 'One', text: "query One(`);
});

test('a union says which type it is, and what another type would have is undefined', () => {
  const made = compile('query N($id: ID!) { node(id: $id) { ... on Order { name } ... on Product { title } } }');
  expect(made).toContain('{ name: string; title?: undefined }');
  expect(made).toContain('{ name?: undefined; title: string }');
});

test.each([
  ['a field that does not exist', 'query A {\n  shop {\n    nmae\n  }\n}', /^some\.graphql:3: .*"nmae"/],
  ['a missing variable', 'query A {\n  order(id: $id) { id }\n}', /^some\.graphql:2: .*"\$id"/],
  ['a wrong argument', 'query A {\n\n  orders(frist: 1) { nodes { id } }\n}', /^some\.graphql:3: .*"frist"/],
  ['bad syntax', 'query A {\n  shop {\n', /^some\.graphql:3: Syntax Error/],
])('%s fails with file and line', (_, text, message) => {
  expect(() => compile(text)).toThrow(message);
});

test('a field whose scope the app does not ask for fails with file and line', () => {
  const text = 'query A($id: ID!) {\n  order(id: $id) {\n    customer { id }\n  }\n}';
  expect(() => compile(text, ['read_orders'])).toThrow(/^some\.graphql:3: Customer needs the scope read_customers/);
  expect(() => compile(text, ['read_orders', 'write_customers'])).not.toThrow();
  expect(() => compile('mutation A {\n  productDelete(input: { id: "1" }) { deletedProductId }\n}', [])).toThrow(
    /write_products/,
  );
});

test("the app's own operations need every scope but those for older orders and the proxy", async () => {
  const sources = await Promise.all(
    (await operationFiles()).map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
  );
  const granted = scopesIn(await readFile(tomlFile, 'utf8'));
  expect(() => compileOperations(published, sources, granted)).not.toThrow();
  const unneeded = granted.filter((scope) => {
    try {
      compileOperations(
        published,
        sources,
        granted.filter((one) => one !== scope),
      );
      return true;
    } catch {
      return false;
    }
  });
  // To write is to read; older orders, the app proxy, and what is only told by messages or heard by the pixel need no field of their own.
  const withoutField = [
    'read_all_orders',
    'read_customer_events',
    'read_customer_merge',
    'read_fulfillments',
    'write_app_proxy',
  ];
  expect(unneeded.sort()).toEqual(
    [...withoutField, 'read_merchant_managed_fulfillment_orders', 'read_products', 'read_publications'].sort(),
  );
});
