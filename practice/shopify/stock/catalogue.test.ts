import { expect, test } from 'vitest';
import { chanceOf } from '../../chance';
import { orderTimes } from './calendar';
import { catalogue, SHELVES } from './catalogue';
import { Timeline } from './timeline';

test('the catalogue has five collections, at least sixty products, unique handles and SKUs', () => {
  const products = catalogue();
  expect(SHELVES.length).toBe(5);
  expect(products.length).toBeGreaterThanOrEqual(60);
  expect(new Set(products.map(({ handle }) => handle)).size).toBe(products.length);
  const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
  expect(new Set(skus).size).toBe(skus.length);
  for (const { variants } of products) for (const { price } of variants) expect(price).toMatch(/^\d+\.\d\d$/);
});

test('the same seed gives the same moments: as many as asked, in order, growing, none after the end', () => {
  const until = new Date('2026-11-20T12:00:00Z');
  const ask = { count: 2000, days: 548, until, timeZone: 'America/New_York' };
  const times = orderTimes(chanceOf(7), ask);
  expect(orderTimes(chanceOf(7), ask)).toEqual(times);
  expect(times.length).toBe(2000);
  expect(times.every((time, i) => i === 0 || time >= (times[i - 1] as Date))).toBe(true);
  expect((times.at(-1) as Date) < until).toBe(true);
  const half = times.filter((time) => time.getTime() < until.getTime() - 274 * 86_400_000).length;
  expect(half).toBeLessThan(times.length - half);
});

test('the timeline gives the soonest first, also what is planned while it runs', async () => {
  const done: number[] = [];
  const timeline = new Timeline();
  for (const at of [5, 1, 9, 3]) timeline.plan(at, async () => void done.push(at));
  for (let event = timeline.next(); event; event = timeline.next()) {
    await event.run();
    if (event.at === 1) timeline.plan(2, async () => void done.push(2));
  }
  expect(done).toEqual([1, 2, 3, 5, 9]);
});
