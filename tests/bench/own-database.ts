import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase } from '../../app/db/client.server';
import { startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import { testEnvironment } from '../setup/test-database';

/** A fresh PostgreSQL of a bench's own, migrated and configured, with a connection that sees every store. */
export async function ownDatabase(environment: Record<string, string>) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-bench-'));
  const server = await startEmbedded(path.join(folder, 'pg'));
  await migrate(server.url);
  setConfig(readConfig({ ...testEnvironment, DATABASE_URL: server.url, ...environment }));
  const admin = new pg.Pool({ connectionString: server.url, max: 2 });
  return {
    url: server.url,
    admin,
    async close() {
      await admin.end();
      await closeDatabase();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
