import { doingOf } from './acts';
import type { Lane } from './lane';
import { askOracles } from './oracles';
import type { CrashPoint } from './points';
import { quiet } from './quiet';

export type Side = 'above' | 'below';

/** A point that the program does not pass within this long was not tried. */
const reachMs = 40_000;

/** Kills at one side of a point, brings up what died, waits for quiet, asks the oracles. @returns what is wrong */
export async function crashCase(lane: Lane, point: CrashPoint, side: Side, workers: 1 | 2): Promise<string[]> {
  const { store } = lane;
  await lane.run(workers === 1 ? ['web', 'worker-1'] : ['web', 'worker-1', 'worker-2']);
  const doing = doingOf(point.act, store);
  await doing.prepare?.();
  await lane.arm(point.in, `${point.name}:${side}`);
  const death = lane.death(reachMs);
  await doing.act();
  const dead = await death;
  await lane.arm(point.in, null);
  await lane.revive();
  const left = await quiet(store);
  if (left.length > 0) return [`live: still ${left.join(', ')}`];
  if (dead === null) return [`${point.name} ${side} was not reached`];
  const wrong = (await doing.after?.()) ?? [];
  return [...wrong, ...(await askOracles(store, doing.erased ?? []))];
}
