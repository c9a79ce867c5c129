import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { recorded, recordedTest } from '../../../tests/setup/recordings';

/** Only what is documented is called: every address in the adapter, and every change by its method, stands in the published list. */
const folder = 'app/platforms/shoplazza';
/** Addresses that are none of the API's, or are documented apart from it. */
const apart = [
  // the functions of version 2024-07, see price-function.server.ts
  '/function/cart-transform',
  '/shoplazza-bridge.js',
];
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.server.ts'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8'));
/** "/orders/{}" of `/orders/${id}`; a query is no part of it */
const shapeOf = (address: string) => address.replace(/\$?\{[^}]*\}/g, '{}').replace(/\?.*$/, '');

recordedTest('every address of the API that is asked is documented', () => {
  const documented = new Map<string, Set<string>>();
  for (const { body } of recorded('shoplazza', ({ http }) => http !== undefined)) {
    const { http } = JSON.parse(body) as { http: { method: string; path: string } };
    const [, shape = ''] = /^\/openapi\/2026-01(\/.*)$/.exec(http.path) ?? [];
    documented.set(shapeOf(shape), (documented.get(shapeOf(shape)) ?? new Set()).add(http.method));
  }
  const isKnown = (shape: string) => [...documented.keys()].some((one) => one === shape || matches(one, shape));
  const asked = sources
    .flatMap((text) => [...text.matchAll(/['`](\/[a-z_][^'`\s]*)['`]/g)].map((found) => shapeOf(found[1] ?? '')))
    .filter((shape) => !apart.includes(shape) && !/^\/(app|openapi)\b/.test(shape));
  expect(asked.length).toBeGreaterThan(20);
  expect([...new Set(asked)].filter((shape) => !isKnown(shape))).toEqual([]);
  const changes = sources.flatMap((text) =>
    [...text.matchAll(/send\('(POST|PUT|PATCH|DELETE)', ['`](\/[^'`]+)['`]/g)].map(
      ([, method = '', address = '']) => [method, shapeOf(address)] as const,
    ),
  );
  expect(changes.length).toBeGreaterThan(5);
  const wrong = changes.filter(([method, shape]) => !apart.includes(shape) && !documented.get(shape)?.has(method));
  expect(wrong).toEqual([]);
  process.stdout.write(`shoplazza's addresses: ${new Set(asked).size} asked, all of them documented\n`);
});

/** A name where the documents have a parameter: "/metafields/product/{}" is "/metafields/{}/{}". */
function matches(documented: string, shape: string): boolean {
  const [wanted, given] = [documented.split('/'), shape.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part === '{}' || part === given[at]);
}
