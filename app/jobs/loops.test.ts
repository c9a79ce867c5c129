import { expect, it } from 'vitest';
import { Loops } from './loops';

/** Three loops and whom they woke. */
function three() {
  const woken: string[] = [];
  const loops = new Loops((loop) => woken.push(loop));
  for (const name of ['a', 'b', 'c']) loops.add(name);
  return { loops, woken };
}

it('wakes one loop for a new job, another for the next, and nobody else', () => {
  const { loops, woken } = three();
  loops.wakeOne();
  loops.begins('a');
  expect(woken).toEqual(['a']);
  loops.wakeOne();
  loops.begins('b');
  expect(woken).toEqual(['a', 'b']);
});

it('wakes another where the woken one began what was there before', () => {
  const { loops, woken } = three();
  loops.wakeOne();
  loops.wakeOne();
  loops.begins('a');
  expect(woken).toEqual(['a', 'b', 'c']);
});

it('wakes a free one only, and none where all are at work; who ends looks again', () => {
  const { loops, woken } = three();
  for (const name of ['a', 'b', 'c']) loops.begins(name);
  loops.wakeOne();
  expect(woken).toEqual([]);
  loops.ends('b');
  loops.wakeOne();
  expect(woken).toEqual(['b', 'b']);
});

it('forgets what was told in vain once all are free', () => {
  const { loops, woken } = three();
  loops.begins('a');
  loops.wakeOne();
  loops.wakeOne();
  loops.ends('a');
  woken.length = 0;
  loops.begins('c');
  expect(woken).toEqual([]);
});

it('wakes all when messages may have been missed', () => {
  const { loops, woken } = three();
  loops.begins('a');
  woken.length = 0;
  loops.wakeAll();
  expect(woken).toEqual(['a', 'b', 'c']);
});
