import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** A platform is one folder: nobody else says its name. Walls hold imports; this holds what the code writes itself. */
const mayNameOne = [
  // the list of them, and what an order's id begins with
  'app/domain/shared/ids.ts',
  // the scheme by which pages ask for a page of the admin around them; a bridge translates it
  'app/routes/app._index/set-up-card.tsx',
];
const isFree = (file: string) => /^app\/(platforms|routes\/auth|db\/generated)/.test(file) || mayNameOne.includes(file);
const name = /['"`](shopify|shoplazza|shopee|tiktok-shop)(['"`_]|:\/\/)/;

const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('app', file.split(path.sep).join('/')))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

test('outside of the adapters and the doors of signing in, no code names a platform', () => {
  const named = files
    .filter((file) => !isFree(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, at) => (name.test(line) && !/^\s*(\*|\/\/|\/\*\*)/.test(line) ? [`${file}:${at + 1}`] : [])),
    );
  expect(named).toEqual([]);
});

test('who may name a platform does', () => {
  expect(mayNameOne.filter((file) => !name.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('the adapters have the same rooms: what one has and the other has not is named here, with its reason', () => {
  const roomsOf = (platform: string) =>
    readdirSync(`app/platforms/${platform}`)
      .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
      .sort();
  const [shopify, shoplazza] = [new Set(roomsOf('shopify')), new Set(roomsOf('shoplazza'))];
  const reasons: Record<string, string[]> = {
    'the library of the platform stands in for our own sign-in there': ['shopify-app.server.ts', 'app.server.ts'],
    'sign-in of our own': ['oauth.server.ts', 'query-signature.server.ts'],
    'GraphQL beside REST': [
      ...['graphql-extras.ts', 'graphql-facts.ts', 'graphql-order.ts', 'graphql-shape.ts', 'gids.ts', 'query-costs.ts'],
      ...['in-batches.server.ts', 'fetch-extras.server.ts', 'platform-clock.server.ts'],
      'shared-order.ts',
    ],
    'an export that the platform makes': [
      ...['bulk-file.server.ts', 'download.server.ts', 'export-operations.server.ts', 'export-parts.ts'],
    ],
    'a list that is walked in its place': ['walk-orders.server.ts'],
    'a CSV export that merchants have': ['csv-amounts.ts', 'csv-cells.ts', 'csv-export.ts', 'summary.ts'],
    'two dialects of one API, their numbers and their zones': ['envelope.ts', 'plain.server.ts', 'time-zone.ts'],
    'topics are asked for by API': ['subscriptions.server.ts'],
    'the platform runs a program over carts': ['price-function.server.ts'],
    'markets have prices of their own': ['currency-prices.server.ts'],
    'money that is told for the order and shared out over its lines': ['rest-lines.ts'],
    'a signed way from the storefront, and pixels': ['app-proxy.server.ts', 'pixel.server.ts'],
  };
  const explained = new Set(Object.values(reasons).flat());
  const only = [...shopify]
    .filter((file) => !shoplazza.has(file))
    .concat([...shoplazza].filter((file) => !shopify.has(file)));
  expect(only.filter((file) => !explained.has(file))).toEqual([]);
  expect(
    [...explained].filter((file) => !only.includes(file)),
    'a reason without its file',
  ).toEqual([]);
  const both = [...shopify].filter((file) => shoplazza.has(file));
  expect(both.length).toBeGreaterThan(25);
});
