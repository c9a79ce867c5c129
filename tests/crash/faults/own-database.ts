import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readConfig, setConfig } from '../../../app/config/config.server';
import { closeDatabase } from '../../../app/db/client.server';
import { type Embedded, freePort, startEmbedded } from '../../../app/db/embedded.server';
import { migrate } from '../../../app/db/migrate.server';
import { log } from '../../../app/observability/log.server';
import { type TestDatabase, testEnvironment } from '../../setup/test-database';
import { killPostgres } from '../kill-postgres';
import { type Gate, openGate } from './gate';

/** A PostgreSQL of its own, reached through a gate, that can be killed and started again. */
export type OwnDatabase = TestDatabase & {
  gate: Gate;
  /** every process of it ends at once, as in a power cut */
  kill(): Promise<void>;
  start(): Promise<void>;
};

/** @param place where its files are; a folder of its own by default */
export async function ownDatabase(environment: Record<string, string>, place?: string): Promise<OwnDatabase> {
  const folder = place ?? (await mkdtemp(path.join(os.tmpdir(), 'tagalong-fault-')));
  await chmod(folder, 0o711);
  const data = path.join(folder, 'pg');
  const port = await freePort();
  const start = () => startEmbedded(data, { port, flags: ['-c', 'max_wal_size=64MB', '-c', 'min_wal_size=32MB'] });
  let server: Embedded = await start();
  await migrate(server.url);
  const gate = await openGate(() => port);
  const url = new URL(server.url);
  url.port = String(gate.port);
  const config = readConfig({ ...testEnvironment, DATABASE_URL: url.toString(), ...environment });
  setConfig(config);
  log.level = config.log.level;
  // Its own way in, which the gate does not disturb; a pool, because the database may go and come back.
  const admin = new pg.Pool({ connectionString: server.url, max: 2 });
  admin.on('error', () => {});
  return {
    ...{ url: url.toString(), config, gate },
    admin: admin as unknown as pg.Client,
    kill: () => killPostgres(data),
    async start() {
      server = await start();
    },
    async close() {
      await closeDatabase().catch(() => {});
      await admin.end();
      await gate.close();
      await server.stop();
      if (place === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
