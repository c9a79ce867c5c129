import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gate } from '../../tests/crash/faults/gate';
import { createGatedDatabase } from '../../tests/setup/gated-database';
import { ConnectionLost } from '../domain/shared/connection-lost';
import { storeIdOf } from '../domain/shared/ids';
import { withTenantSql } from './client.server';

/** What `npm run test:crash` does to whole processes (tests/crash/faults), here to one transaction. */
let gate: Gate;
let close: () => Promise<void>;
const store = storeIdOf('shopify', 'broken.myshopify.com');

beforeAll(async () => {
  ({ gate, close } = await createGatedDatabase());
});
afterAll(() => close());

const works = () => withTenantSql(store, (sql) => sql('select 1 as one'));

test('a connection that is cut between two statements fails its transaction and nothing else', async () => {
  const broken = withTenantSql(store, async (sql) => {
    await sql('select 1');
    gate.cut();
    // Nothing is asked at the moment at which the connection ends: the loss is an event that somebody must hear.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sql('select 2');
  });
  await expect(broken).rejects.toThrow();
  expect(await works()).toEqual([{ one: 1 }]);
});

test('a connection that falls silent is given up, and nothing more is asked of it', async () => {
  const failures: unknown[] = [];
  const silent = withTenantSql(store, async (sql) => {
    await sql('select 1');
    gate.silence();
    // One failure is told again and again: each statement on its own would wait for the whole time limit.
    for (let n = 0; n < 20; n++) await sql('select 2').catch((error) => failures.push(error));
    await sql('select 3');
  });
  await expect(silent).rejects.toThrow('timeout');
  expect(failures).toHaveLength(20);
  expect(failures[0]).toBeInstanceOf(ConnectionLost);
  expect(new Set(failures).size).toBe(1);
  expect(await works()).toEqual([{ one: 1 }]);
});
