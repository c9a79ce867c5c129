import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { traps } from './register';

test('all 45 traps are named, and each names the test that proves it', () => {
  expect(Object.keys(traps).map(Number)).toEqual(Array.from({ length: 45 }, (_, n) => n + 1));
  const left: number[] = [];
  for (const [n, { proof }] of Object.entries(traps)) {
    if (proof === 'sync engine') left.push(Number(n));
    else expect(readFileSync(proof.file, 'utf8'), `trap ${n}`).toMatch(titled(proof.title));
  }
  console.log(`traps: 45 named, ${45 - left.length} proved, left to the sync engine: ${left.join(', ')}`);
  // Only traps of delivery and paging may be left.
  expect(left.every((n) => n === 6 || (n >= 12 && n <= 24))).toBe(true);
});

/** A test of exactly that title that is not skipped. */
function titled(title: string): RegExp {
  return new RegExp(`^ *(test|it)\\(\\s*['"\`]${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`, 'm');
}
