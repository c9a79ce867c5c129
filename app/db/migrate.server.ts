import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type JobKind, jobCatalogue } from '../jobs/catalogue';
import { applyMigrations, type MigrationFolder } from './schema-engine.server';

/** Brings a database to this release: our tables through Prisma's engine, then the queue's own schema. */
export async function migrate(databaseUrl: string, root = process.cwd()): Promise<string[]> {
  const missing = (await readMigrations(root)).length > 0 ? await pending(databaseUrl, root) : [];
  if (missing.length > 0) {
    const schema = await readFile(path.join(root, 'prisma/schema.prisma'), 'utf8');
    await applyMigrations(databaseUrl, schema, await readMigrations(root));
  }
  await migrateQueue(databaseUrl);
  return missing;
}

/** Names of the migrations that this database still lacks. */
export async function pending(databaseUrl: string, root = process.cwd()): Promise<string[]> {
  const names = (await readMigrations(root)).map((m) => m.name);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const known = await client.query(`select to_regclass('_prisma_migrations') is not null as there`);
    if (!known.rows[0].there) return names;
    const done = await client.query(`select migration_name from _prisma_migrations where finished_at is not null`);
    const applied = new Set(done.rows.map((row: { migration_name: string }) => row.migration_name));
    return names.filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}

export async function readMigrations(root = process.cwd()): Promise<MigrationFolder[]> {
  const folder = path.join(root, 'prisma/migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({ name, sql: await readFile(path.join(folder, name, 'migration.sql'), 'utf8') })),
  );
}

/** pg-boss brings its own tables; the owner makes them, the runtime roles may only use them. */
async function migrateQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: 'pgboss',
    supervise: false,
    schedule: false,
    max: 1,
  });
  boss.on('error', () => {});
  await boss.start();
  for (const [name, kind] of Object.entries<JobKind>(jobCatalogue)) {
    // "short": of one key at most one job waits.
    await boss.createQueue(name, { policy: 'short', ...queueOptions(kind) });
    await boss.updateQueue(name, queueOptions(kind));
  }
  await boss.stop({ graceful: false, close: true });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      grant usage on schema pgboss to tagalong_runtime, tagalong_system;
      grant select, insert, update, delete on all tables in schema pgboss to tagalong_runtime, tagalong_system;
      grant usage, select on all sequences in schema pgboss to tagalong_runtime, tagalong_system;
      grant execute on all functions in schema pgboss to tagalong_runtime, tagalong_system;
    `);
  } finally {
    await client.end();
  }
}

function queueOptions(kind: JobKind) {
  return {
    notify: true,
    retryLimit: kind.retryLimit,
    retryDelay: kind.retryDelaySeconds,
    ...(kind.retryDelaySeconds > 0 ? { retryBackoff: true, retryDelayMax: 600 } : {}),
    expireInSeconds: kind.expireSeconds,
    heartbeatSeconds: kind.heartbeatSeconds,
    deleteAfterSeconds: 3600,
  };
}
