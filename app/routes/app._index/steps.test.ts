import { expect, test } from 'vitest';
import { historyStateOf, placedIn, type SetUp, stepsOf } from './steps';

const fresh: SetUp = {
  historyState: 'none',
  addOns: 0,
  published: 0,
  placed: { block: null, embed: null },
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
