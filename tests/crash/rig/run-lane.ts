import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSync } from '../../../app/sync/jobs-store.server';
import { crashCase } from './crash-case';
import { type Lane, openLane } from './lane';
import { patchedApp } from './patched-app';
import { crashPoints } from './points';
import { quiet } from './quiet';

export const lanes = 4;
export const cases = crashPoints.flatMap((point) =>
  ([1, 2] as const).flatMap((workers) => (['above', 'below'] as const).map((side) => ({ point, workers, side }))),
);

/** Every fourth case, one after another, in a world of its own. */
export function runLane(lane: number): void {
  let world: Lane;
  beforeAll(async () => {
    const app = await patchedApp(`lane-${lane}`);
    world = await openLane({ domain: `crash-${lane}.myshopify.com`, app });
    await world.run(['web', 'worker-1']);
    await startSync(world.store.storeId, { kind: 'backfill', trigger: 'test' });
    expect(await quiet(world.store)).toEqual([]);
  });
  afterAll(() => world?.close());
  // `CRASH_POINT='T.*'`: some of them, while one looks for something
  const only = new RegExp(`^(${process.env.CRASH_POINT ?? '.*'})$`);
  for (const { point, workers, side } of cases.filter((_, n) => n % lanes === lane)) {
    if (!only.test(point.name)) continue;
    const where = side === 'above' ? 'before' : 'after';
    test(`${where} ${point.name}: ${point.what}, with ${workers === 1 ? 'one worker' : 'two workers'}`, async () => {
      expect(await crashCase(world, point, side, workers)).toEqual([]);
    });
  }
}
