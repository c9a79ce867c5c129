import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';

declare module 'vitest' {
  interface ProvidedContext {
    /** the cluster's own database, to make others in */
    adminUrl: string;
    /** name of the migrated database that each test file copies */
    template: string;
  }
}

/** One real PostgreSQL for the run; each test file clones the migrated template (tests/setup/test-database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-test-'));
  // PostgreSQL runs as a user of its own when the tests run as root, and must reach its folder.
  await chmod(folder, 0o711);
  // Durability is not what these tests ask about, and the machine may be small.
  const flags = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const external = process.env.TEST_DATABASE_URL;
  const server = external ? undefined : await startEmbedded(path.join(folder, 'pg'), { flags });
  const adminUrl = external ?? (server?.url as string);
  const template = `tagalong_template_${process.pid}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  await migrate(url.toString());
  project.provide('adminUrl', adminUrl);
  project.provide('template', template);
  return async () => {
    if (external) await admin.query(`drop database if exists ${template} with (force)`);
    await admin.end();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
