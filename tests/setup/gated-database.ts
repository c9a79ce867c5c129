import { readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase } from '../../app/db/client.server';
import { type Gate, openGate } from '../crash/faults/gate';
import { createTestDatabase, type TestDatabase, testEnvironment } from './test-database';

/** A database that is reached through a gate, with a time limit of a second. */
export async function createGatedDatabase(): Promise<{ database: TestDatabase; gate: Gate; close(): Promise<void> }> {
  const database = await createTestDatabase();
  const gate = await openGate(() => Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = String(gate.port);
  setConfig(readConfig({ ...testEnvironment, DATABASE_URL: url.toString(), DATABASE_TIMEOUT_SECONDS: '1' }));
  return {
    database,
    gate,
    async close() {
      await closeDatabase();
      await gate.close();
      setConfig(database.config);
      await database.close();
    },
  };
}
