import { expect, test } from 'vitest';
import { historyStateOf, type SetUp, stepsOf, widgetOnIn } from './steps';

const fresh: SetUp = { historyState: 'none', addOns: 0, published: 0, widgetOn: null, sold: false };
const done = (setUp: SetUp) => stepsOf(setUp).flatMap((step) => (step.done ? [step.id] : []));

test('the guide knows what is done', () => {
  expect(done(fresh)).toEqual(['installed']);
  expect(done({ ...fresh, historyState: 'done', addOns: 1, published: 1 })).toEqual([
    'installed',
    'history',
    'add-on',
    'published',
  ]);
  expect(done({ ...fresh, sold: true })).toEqual(['installed', 'widget', 'sale']);
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

test('a block placed in a theme counts, one that only exists does not', () => {
  const block = (activations: unknown[], status = 'available') => [
    { type: 'theme_app_extension', activations: [{ handle: 'add-ons', status, activations }] },
  ];
  expect(widgetOnIn(block([{ target: 'template--product/main/x', themeId: 'gid://shopify/OnlineStoreTheme/1' }]))).toBe(
    true,
  );
  expect(widgetOnIn(block([]))).toBe(false);
  expect(widgetOnIn(undefined)).toBeNull();
});
