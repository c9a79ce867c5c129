import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase, withTenantSql } from '../../app/db/client.server';
import { type Binaries, startEmbedded } from '../../app/db/embedded.server';
import { migrate, pending } from '../../app/db/migrate.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { testEnvironment } from '../setup/test-database';

/** The same program on an installed PostgreSQL 15 to 17, where this machine has one; the embedded one is 18. */
function installed(): { version: number; binaries: Binaries } | undefined {
  for (const version of [15, 16, 17]) {
    const folder = `/usr/lib/postgresql/${version}/bin`;
    if (existsSync(path.join(folder, 'initdb'))) {
      return { version, binaries: { postgres: path.join(folder, 'postgres'), initdb: path.join(folder, 'initdb') } };
    }
  }
  return undefined;
}

test('an installed PostgreSQL 15 or later takes the migrations and keeps tenants apart', async () => {
  const found = installed();
  if (!found) {
    console.log('no PostgreSQL 15 to 17 is installed here; the embedded one is tested everywhere else');
    return;
  }
  console.log(`testing ${execFileSync(found.binaries.postgres, ['--version']).toString().trim()}`);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-installed-'));
  const server = await startEmbedded(path.join(folder, 'pg'), { binaries: found.binaries });
  const admin = new pg.Client({ connectionString: server.url });
  try {
    await migrate(server.url);
    expect(await pending(server.url)).toEqual([]);
    setConfig(readConfig({ ...testEnvironment, DATABASE_URL: server.url }));
    const mine = storeIdOf('shopify', 'mine.myshopify.com');
    const other = storeIdOf('shopify', 'other.myshopify.com');
    const insert = `insert into store (id, platform, domain) values ($1, 'shopify', $2)`;
    await withTenantSql(mine, (sql) => sql(insert, [mine, 'mine.myshopify.com']));
    await withTenantSql(other, (sql) => sql(insert, [other, 'other.myshopify.com']));
    expect(await withTenantSql(mine, (sql) => sql(`select domain from store`))).toEqual([
      { domain: 'mine.myshopify.com' },
    ]);
    await admin.connect();
    const { rows } = await admin.query(`show server_version_num`);
    expect(Math.floor(Number(rows[0].server_version_num) / 10_000)).toBe(found.version);
  } finally {
    await closeDatabase();
    await admin.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
