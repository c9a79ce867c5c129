import { expect, it } from 'vitest';
import { Loops } from './loops';

/** Three loops and whom they woke. */
function three() {
  const woken: string[] = [];
  const loops = new Loops((loop) => woken.push(loop));
  for (const name of ['a', 'b', 'c']) loops.add(name);
  return { loops, woken };
}

it('wakes one loop for a new job, and the next when that begins', () => {
  const { loops, woken } = three();
  loops.wakeOne();
  expect(woken).toEqual(['a']);
  loops.begins('a');
  expect(woken).toEqual(['a', 'b']);
});

it('wakes a free one only, and none where all are at work', () => {
  const { loops, woken } = three();
  for (const name of ['a', 'b', 'c']) loops.begins(name);
  woken.length = 0;
  loops.wakeOne();
  expect(woken).toEqual([]);
  loops.ends('b');
  loops.wakeOne();
  expect(woken).toEqual(['b', 'b']);
});

it('wakes all when messages may have been missed', () => {
  const { loops, woken } = three();
  loops.begins('a');
  woken.length = 0;
  loops.wakeAll();
  expect(woken).toEqual(['a', 'b', 'c']);
});
