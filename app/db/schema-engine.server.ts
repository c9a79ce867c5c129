import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/**
 * Prisma's own schema engine as WebAssembly, so that migrations work where its binary cannot be downloaded.
 * It writes the same `_prisma_migrations` rows as `prisma migrate deploy`. See docs/decisions/0003.
 */

export type MigrationFolder = { name: string; sql: string };

const filters = { externalTables: [], externalEnums: [] };

/** Applies the migrations that the database does not have yet; returns their names. */
export async function applyMigrations(
  databaseUrl: string,
  schema: string,
  migrations: MigrationFolder[],
): Promise<string[]> {
  const database = withWholeScripts(databaseUrl);
  const engine = await startEngine(database.factory, schema);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: 'prisma/migrations',
        shadowDbInitScript: '',
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      filters,
    });
    return appliedMigrationNames;
  } finally {
    // The engine never lets go of its connection by itself.
    await database.dispose();
  }
}

/** The SQL that turns the tables of the old schema text (null: an empty database) into those of the new one. Needs no database. */
export async function diffSchemas(oldSchema: string | null, newSchema: string): Promise<string> {
  const engine = await startEngine(noDatabase, newSchema);
  const { stdout } = await engine.diff({
    from: oldSchema === null ? { tag: 'empty' } : datamodel(oldSchema),
    to: datamodel(newSchema),
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters,
  });
  return stdout ?? '';
}

function datamodel(content: string) {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

type Engine = {
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: unknown): Promise<{ stdout: string | null }>;
};

let wasmReady: Promise<void> | undefined;

async function startEngine(database: SqlMigrationAwareDriverAdapterFactory, schema: string): Promise<Engine> {
  wasmReady ??= instantiate();
  await wasmReady;
  const adapter = bindMigrationAwareSqlAdapterFactory(database);
  return engineModule.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}

async function instantiate(): Promise<void> {
  const require = createRequire(import.meta.url);
  const wasmFile = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const compiled = await WebAssembly.compile(await readFile(wasmFile));
  const { exports } = await WebAssembly.instantiate(compiled, { './schema_engine_bg.js': engineModule });
  engineModule.__wbg_set_wasm(exports);
  (exports as { __wbindgen_start(): void }).__wbindgen_start();
}

/**
 * The adapter cuts a script at every semicolon, which breaks `do $$ ... $$` blocks and functions; a script must
 * reach PostgreSQL whole.
 */
function withWholeScripts(connectionString: string) {
  const pool = new pg.Pool({ connectionString });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      try {
        await client.query(script);
      } finally {
        await client.end();
      }
    };
    return adapter;
  };
  return {
    factory,
    dispose: () => pool.end(),
  };
}

async function neverNeeded(): Promise<never> {
  throw new Error('a comparison of schemas must not need a database');
}

/** Comparing two texts asks a database nothing but its version, which the engine wants to know when it starts. */
const noDatabase = {
  provider: 'postgres',
  adapterName: '@tagalong/no-database',
  connect: async () => ({
    provider: 'postgres',
    adapterName: '@tagalong/no-database',
    queryRaw: async ({ sql }: { sql: string }) => {
      if (!sql.includes('server_version_num')) return neverNeeded();
      return {
        columnNames: ['exists', 'version', 'numeric_version'],
        columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
        rows: [[true, 'PostgreSQL 18.0', 180000]],
      };
    },
    executeRaw: neverNeeded,
    executeScript: neverNeeded,
    startTransaction: neverNeeded,
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: async () => {},
  }),
} as unknown as SqlMigrationAwareDriverAdapterFactory;
