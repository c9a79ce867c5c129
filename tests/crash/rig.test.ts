import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSync } from '../../app/sync/jobs-store.server';
import { bugs } from './rig/bugs';
import { crashCase } from './rig/crash-case';
import { type Lane, openLane } from './rig/lane';
import { patchedApp } from './rig/patched-app';
import { crashPoints } from './rig/points';
import { quiet } from './rig/quiet';
import { schedules } from './rig/schedules';

/** A small part of `npm run test:crash`: that the rig still fits the program, a few points, and one seeded bug. */
const few = [
  ['W6', 'above'],
  ['J11', 'above'],
] as const;
let world: Lane | undefined;

beforeAll(async () => {
  world = await openLane({ domain: 'few.myshopify.com', app: await patchedApp('few') });
  await world.run(['web', 'worker-1']);
  await startSync(world.store.storeId, { kind: 'backfill', trigger: 'test' });
  expect(await quiet(world.store)).toEqual([]);
});
afterAll(() => world?.close());

for (const [name, side] of few) {
  test(`killed ${side === 'above' ? 'before' : 'after'} ${name} nothing is lost, doubled or different`, async () => {
    const point = crashPoints.find((one) => one.name === name);
    if (!point || !world) throw new Error(`there is no point ${name}`);
    expect(await crashCase(world, point, side, 1)).toEqual([]);
  });
}

test('every seeded error can still be put into the program', async () => {
  for (const { patches } of bugs) await patchedApp('few-fits', patches);
});

test('a delivery that is acknowledged before it is kept would be found', async () => {
  await world?.close();
  world = undefined;
  const [bug] = bugs;
  const app = await patchedApp('few-bug', bug?.patches);
  world = await openLane({ domain: 'few-bug.myshopify.com', app });
  await world.run(['web', 'worker-1']);
  await startSync(world.store.storeId, { kind: 'backfill', trigger: 'test' });
  await quiet(world.store);
  expect(await schedules['killed while a delivery is written'](world, app)).toContainEqual(
    expect.stringContaining('was acknowledged and is not in the inbox'),
  );
});
