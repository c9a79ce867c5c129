import { expect, it } from 'vitest';
import { groupsOf } from './statements';

it('cuts lists into powers of two without losing or repeating one', () => {
  for (const length of [0, 1, 2, 3, 7, 63, 64, 65, 200]) {
    const items = Array.from({ length }, (_, i) => i);
    const groups = groupsOf(items);
    expect(groups.flat()).toEqual(items);
    for (const group of groups) expect([1, 2, 4, 8, 16, 32, 64]).toContain(group.length);
  }
});
