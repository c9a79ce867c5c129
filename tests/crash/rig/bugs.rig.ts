import { expect, test } from 'vitest';
import { startSync } from '../../../app/sync/jobs-store.server';
import { type Bug, bugs } from './bugs';
import { openLane } from './lane';
import { patchedApp } from './patched-app';
import { lostInPowerCut } from './power-cut';
import { quiet } from './quiet';
import { schedules } from './schedules';

/** Each error is found, and nothing is found where it is not. */
let worlds = 0;

async function found({ schedule, patches, environment = {}, prepare }: Bug, seeded: boolean): Promise<string[]> {
  worlds += 1;
  const app = await patchedApp(`bug-${worlds}`, seeded ? patches : []);
  const world = await openLane({ domain: `bug-${worlds}.myshopify.com`, app, environment });
  try {
    await world.run(['web', 'worker-1']);
    await startSync(world.store.storeId, { kind: 'backfill', trigger: 'test' });
    expect(await quiet(world.store)).toEqual([]);
    if (seeded) await prepare?.(world);
    return await schedules[schedule](world, app);
  } finally {
    await world.close();
  }
}

for (const bug of bugs) {
  test(`${bug.name}: found`, async () => {
    const wrong = await found(bug, true);
    console.log(`${bug.name}: ${wrong[0] ?? 'nothing found'}`);
    expect(wrong).not.toEqual([]);
  });
  test(`${bug.name}: nothing is found without it`, async () => {
    expect(await found(bug, false)).toEqual([]);
  });
}

const lazy = ['-c', 'synchronous_commit=off', '-c', 'wal_writer_delay=10s'];

test('a commit that does not wait for the disk: found', async () => {
  const lost = await lostInPowerCut(lazy);
  console.log(`a commit that does not wait for the disk: ${lost} acknowledged messages lost`);
  expect(lost).toBeGreaterThan(0);
});
test('a commit that does not wait for the disk: nothing is found without it', async () => {
  expect(await lostInPowerCut([])).toBe(0);
});
