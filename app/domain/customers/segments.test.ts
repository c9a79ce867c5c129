import { expect, test } from 'vitest';
import { type Score, segmentOf, segmentSql, segments } from './segments';

const scores: Score[] = [1, 2, 3, 4, 5];

test('every pair of scores has a segment, every segment is used', () => {
  const used = new Set(scores.flatMap((r) => scores.map((f) => segmentOf(r, f))));
  expect([...used].sort()).toEqual([...segments].sort());
  expect(segmentOf(5, 5)).toBe('champions');
  expect(segmentOf(5, 1)).toBe('new');
  expect(segmentOf(1, 5)).toBe('cannot_lose');
  expect(segmentOf(1, 1)).toBe('lost');
});

test('SQL names the same segments', () => {
  const sql = segmentSql('r', 'f');
  for (const r of scores) for (const f of scores) expect(sql).toContain(`when ${r}${f} then '${segmentOf(r, f)}'`);
});
