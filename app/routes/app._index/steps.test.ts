import { expect, test } from 'vitest';
import { historyStateOf, placedIn, type SetUp, stepsOf } from './steps';

const fresh: SetUp = {
  historyState: 'none',
  addOns: 0,
  published: 0,
  placed: { block: null, embed: null },
  embedConfirmed: false,
  sold: false,
};
const done = (setUp: SetUp) => stepsOf(setUp).flatMap((step) => (step.done ? [step.id] : []));

test('the guide knows what is done', () => {
  expect(done(fresh)).toEqual(['installed']);
  expect(done({ ...fresh, historyState: 'done', addOns: 1, published: 1 })).toEqual([
    'installed',
    'history',
    'add-on',
    'published',
  ]);
  expect(done({ ...fresh, sold: true })).toEqual(['installed', 'block', 'sale']);
});

test('a finished history stays finished when a later run fails', () => {
  const runs = [
    { kind: 'incremental', state: 'completed' },
    { kind: 'backfill', state: 'failed' },
    { kind: 'backfill', state: 'completed_with_errors' },
  ];
  expect(historyStateOf(runs)).toBe('done');
  expect(historyStateOf(runs.slice(0, 2))).toBe('failed');
  expect(historyStateOf(runs.slice(0, 1))).toBe('none');
});

test('a part that stands in the theme counts, one that only exists does not', () => {
  const extension = (...activations: unknown[]) => [{ type: 'theme_app_extension', activations }];
  const part = (handle: string, status: string, activations: unknown[] = []) => ({ handle, status, activations });
  const place = { target: 'template--product/main/x', themeId: 'gid://shopify/OnlineStoreTheme/1' };
  expect(placedIn(extension(part('add-ons', 'active', [place]), part('cart', 'available')))).toEqual({
    block: true,
    embed: false,
  });
  expect(placedIn(extension(part('add-ons', 'available', [place])))).toEqual({ block: true, embed: null });
  expect(placedIn(undefined)).toEqual({ block: null, embed: null });
  expect(done({ ...fresh, placed: { block: false, embed: true }, sold: true })).toEqual(['installed', 'embed', 'sale']);
});

test('where the platform does not tell of its theme, the merchant says that the embed is on; where it tells, it is believed', () => {
  expect(done({ ...fresh, embedConfirmed: true })).toEqual(['installed', 'embed']);
  expect(done({ ...fresh, embedConfirmed: true, placed: { block: false, embed: false } })).toEqual(['installed']);
  const sayable = (embed: boolean | null) =>
    stepsOf({ ...fresh, placed: { block: null, embed } }).flatMap((step) => (step.merchantSays ? [step.id] : []));
  expect(sayable(null)).toEqual(['embed']);
  expect(sayable(true)).toEqual([]);
});
