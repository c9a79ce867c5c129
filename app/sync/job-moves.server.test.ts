import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { storeIdOf } from '../domain/shared/ids';
import { installStore } from '../tenancy/store.server';
import { legalPairs, movesFor } from './job-moves';
import type { SyncState } from './job-view';

const states: SyncState[] = [
  ...(['pending', 'running', 'paused', 'cancelling', 'cancelled'] as const),
  ...(['completed', 'completed_with_errors', 'failed'] as const),
];
const storeId = storeIdOf('shopify', 'moves.myshopify.com');
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await installStore({ platform: 'shopify', domain: 'moves.myshopify.com', scopes: '' });
});
afterAll(() => database.close());

test('the database lets a job go exactly where the table of moves does', async () => {
  const legal = legalPairs();
  for (const from of states) {
    for (const to of states.filter((state) => state !== from)) {
      const { rows } = await database.admin.query(
        `insert into sync_job (store_id, id, kind, state) values ($1, gen_random_uuid(), 'backfill', $2) returning id`,
        [storeId, from],
      );
      const went = await database.admin
        .query(`update sync_job set state = $2 where id = $1`, [rows[0].id, to])
        .then(() => true)
        .catch((error: Error) => !/cannot go from/.test(error.message));
      expect(went, `${from} to ${to}`).toBe(legal.has(`${from} ${to}`));
    }
  }
});

test('a person is offered what is possible, and of an import only its end', () => {
  const offered = (state: SyncState) => movesFor({ kind: 'backfill', state });
  expect(states.map((state) => [state, ...offered(state)])).toEqual([
    ['pending', 'pause', 'cancel'],
    ['running', 'pause', 'cancel'],
    ['paused', 'resume', 'cancel'],
    ['cancelling'],
    ['cancelled'],
    ['completed'],
    ['completed_with_errors', 'retry'],
    ['failed', 'retry'],
  ]);
  expect(movesFor({ kind: 'import', state: 'paused' })).toEqual(['cancel']);
  expect(movesFor({ kind: 'reconcile', state: 'completed_with_errors' })).toEqual([]);
  expect(movesFor({ kind: 'reconcile', state: 'failed' })).toEqual(['retry']);
});
