import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gate, openGate } from '../../tests/crash/faults/gate';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../tests/setup/test-database';
import { readConfig, setConfig } from '../config/config.server';
import { storeIdOf } from '../domain/shared/ids';
import { closeDatabase, withTenantSql } from './client.server';

/** What `npm run test:crash` does to whole processes (tests/crash/faults), here to one transaction. */
let database: TestDatabase;
let gate: Gate;
const store = storeIdOf('shopify', 'broken.myshopify.com');

beforeAll(async () => {
  database = await createTestDatabase();
  gate = await openGate(() => Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = String(gate.port);
  setConfig(readConfig({ ...testEnvironment, DATABASE_URL: url.toString(), DATABASE_TIMEOUT_SECONDS: '1' }));
});
afterAll(async () => {
  await closeDatabase();
  await gate.close();
  setConfig(database.config);
  await database.close();
});

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

test('a connection that falls silent is given up', async () => {
  const silent = withTenantSql(store, async (sql) => {
    await sql('select 1');
    gate.silence();
    await sql('select 2');
  });
  await expect(silent).rejects.toThrow('timeout');
  expect(await works()).toEqual([{ one: 1 }]);
});
