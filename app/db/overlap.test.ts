import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Sql } from './client.server';
import { mapInPortions, overlapped } from './overlap.server';

/** Answers after a moment, and says what was asked when. */
function slow(failing?: string): { sql: Sql; sent: string[]; most: () => number } {
  const sent: string[] = [];
  let running = 0;
  let most = 0;
  const sql: Sql = async (text) => {
    sent.push(text);
    most = Math.max(most, ++running);
    await wait(3);
    running--;
    if (text === failing) throw new Error(`${text} failed`);
    return [{ text }] as never;
  };
  return { sql, sent, most: () => most };
}

describe('overlapped', () => {
  test('prepares the next steps while a statement runs, and sends one at a time, in order', async () => {
    const { sql, sent, most } = slow();
    const prepared: string[] = [];
    const step = (name: string) => async (turn: Sql) => {
      prepared.push(`${name} after ${sent.length}`);
      expect(await turn(name)).toEqual([{ text: name }]);
    };
    await overlapped(sql, ['a', 'b', 'c'].map(step));
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(most()).toBe(1);
    expect(prepared.at(-1)).toBe('c after 1');
  });

  test('sends nothing after the first that fails, and tells why', async () => {
    const { sql, sent } = slow('b');
    const steps = ['a', 'b', 'c', 'd'].map((name) => (turn: Sql) => turn(name));
    await expect(overlapped(sql, steps)).rejects.toThrow('b failed');
    await wait(20);
    expect(sent).toEqual(['a', 'b']);
  });
});

test('mapping in portions keeps the order and lets others run', async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  const doubled = await mapInPortions(
    Array.from({ length: 1000 }, (_, n) => n),
    10,
    (n) => {
      const until = performance.now() + 0.05;
      while (performance.now() < until);
      return n * 2;
    },
  );
  clearInterval(counting);
  expect(doubled).toEqual(Array.from({ length: 1000 }, (_, n) => n * 2));
  expect(turns).toBeGreaterThan(0);
});
