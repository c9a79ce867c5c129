import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { traps } from './register';

test('all 45 traps are named, and each names the test that proves it', () => {
  expect(Object.keys(traps).map(Number)).toEqual(Array.from({ length: 45 }, (_, n) => n + 1));
  for (const [n, { proof }] of Object.entries(traps)) {
    expect(readFileSync(proof.file, 'utf8'), `trap ${n}`).toMatch(titled(proof.title));
  }
  console.log(`traps: ${Object.keys(traps).length} named, ${Object.keys(traps).length} proved`);
});

/** A test of exactly that title that is not skipped. */
function titled(title: string): RegExp {
  return new RegExp(`^ *(test|it)\\(\\s*['"\`]${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`, 'm');
}
