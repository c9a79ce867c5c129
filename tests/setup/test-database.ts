import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Config, readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase } from '../../app/db/client.server';
import { stopReading } from '../../app/inbox/reader.server';
import { log } from '../../app/observability/log.server';

/** A database of its own for one test file, and the configuration pointed at it. */
export type TestDatabase = {
  url: string;
  config: Config;
  /** as the cluster's superuser: sees everything, for arranging and looking */
  admin: pg.Client;
  close(): Promise<void>;
};

/** The secrets of tests: fixed, so that signatures can be made by hand. */
export const testEnvironment = {
  NODE_ENV: 'test',
  APP_URL: 'http://127.0.0.1:3999',
  LOG_LEVEL: 'silent',
  ENCRYPTION_KEYS: `t1:${'ab'.repeat(32)}`,
  PERSON_HASH_KEY: 'cd'.repeat(32),
  SHOPIFY_API_KEY: 'test-api-key',
  SHOPIFY_API_SECRET: 'test-secret-0123456789',
  SHOPIFY_API_SECRET_PREVIOUS: 'previous-secret-0123456789',
  SHOPLAZZA_CLIENT_ID: 'test-client-id',
  SHOPLAZZA_CLIENT_SECRET: 'shoplazza-secret-0123456789',
  SHOPLAZZA_CLIENT_SECRET_PREVIOUS: 'previous-shoplazza-secret-0123456789',
} as const;

/** Copies the migrated template. Call `close` in afterAll. */
export async function createTestDatabase(environment: Record<string, string> = {}): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const name = `tagalong_test_${randomBytes(6).toString('hex')}`;
  const maker = new pg.Client({ connectionString: adminUrl });
  await maker.connect();
  // Two files may copy at the same time, and a template must have no other visitor while it is copied.
  await maker.query(`select pg_advisory_lock(726551)`);
  await maker.query(`create database ${name} template ${inject('template')}`);
  await maker.query(`select pg_advisory_unlock(726551)`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  // Files share a process: what the one before left to be done may have opened its database once more.
  await stopReading();
  await closeDatabase();
  const config = readConfig({ ...testEnvironment, DATABASE_URL: url.toString(), ...environment });
  setConfig(config);
  log.level = config.log.level;
  const admin = new pg.Client({ connectionString: url.toString() });
  await admin.connect();
  return {
    url: url.toString(),
    config,
    admin,
    async close() {
      await stopReading();
      await closeDatabase();
      await admin.end();
      await maker.query(`drop database if exists ${name} with (force)`);
      await maker.end();
    },
  };
}
