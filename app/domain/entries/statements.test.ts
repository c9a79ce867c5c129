import { expect, it } from 'vitest';
import { groupsOf, largestGroup } from './statements';

it('cuts lists into groups without losing or repeating one', () => {
  for (const length of [0, 1, 2, 3, 7, 63, 64, 65, 200]) {
    const items = Array.from({ length }, (_, i) => i);
    const groups = groupsOf(items);
    expect(groups.flat()).toEqual(items);
    for (const group of groups) expect(group.length).toBeLessThanOrEqual(largestGroup);
    expect(groups.length).toBe(Math.ceil(length / largestGroup));
  }
});
