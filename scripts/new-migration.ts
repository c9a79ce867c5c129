import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readMigrations } from '../app/db/migrate.server';
import { diffSchemas } from '../app/db/schema-engine.server';

/**
 * npm run db:new -- name
 * Writes the SQL that the change of schema.prisma needs, compared with the schema that the newest migration
 * was made for (kept beside it). Works offline. Read it, add policies and grants for a new table, commit both files.
 */
const name = process.argv[2];
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  console.error('Say what the migration does: npm run db:new -- add-return-lines (small letters, digits and dashes)');
  process.exit(2);
}
const newest = (await readMigrations()).at(-1);
const oldSchema = newest ? await readFile(path.join('prisma/migrations', newest.name, 'schema.prisma'), 'utf8') : null;
const schema = await readFile('prisma/schema.prisma', 'utf8');
const sql = await diffSchemas(oldSchema, schema);
if (sql.trim() === '' || sql.includes('This is an empty migration')) {
  console.log('The schema did not change; nothing was written.');
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = path.join('prisma/migrations', `${stamp}_${name}`);
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'migration.sql'), sql);
await writeFile(path.join(folder, 'schema.prisma'), schema);
console.log(`${folder}/migration.sql`);
process.exit(0);
