import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTenantSql } from '../../app/db/client.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';

/** The database's own catalogue says whether tenants are kept apart; a new table cannot be forgotten. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/** Tables of no store, each with its reason: whether a whole platform answers (app/governor/circuit.ts) is everybody's. */
const ofNoStore = ['platform_circuit'];

const tables = `select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations'`;

test('every table is a tenant table with forced row-level security and a policy by store', async () => {
  const { rows } = await db.admin.query(`
    select c.relname,
      c.relrowsecurity and c.relforcerowsecurity as forced,
      exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'tenant'
        and 'tagalong_runtime' = any (p.roles) and p.qual like '%current_store()%' and p.with_check like '%current_store()%') as by_store
    from (${tables}) t join pg_class c on c.oid = t.oid`);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !row.forced)).toEqual([]);
  expect(rows.filter((row) => !row.by_store).map((row) => row.relname)).toEqual(ofNoStore);
});

test('every key, primary or unique, starts with the store', async () => {
  const { rows } = await db.admin.query(`
    select t.relname, i.indexrelid::regclass::text as key,
      (select attname from pg_attribute a where a.attrelid = t.oid and a.attnum = i.indkey[0]) as first
    from (${tables}) t join pg_index i on i.indrelid = t.oid where i.indisunique`);
  const wrong = rows.filter(
    (row) => row.first !== (row.relname === 'store' ? 'id' : 'store_id') && !ofNoStore.includes(row.relname),
  );
  // The store's own second name is (platform, domain): it is what its id is computed from.
  expect(wrong.map((row) => row.key)).toEqual(['store_platform_domain_key']);
});

test('the runtime roles own nothing, bypass nothing and may not truncate', async () => {
  const { rows: roles } = await db.admin.query(
    `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname in ('tagalong_runtime', 'tagalong_system') order by 1`,
  );
  expect(roles).toEqual(
    ['tagalong_runtime', 'tagalong_system'].map((rolname) => ({
      rolname,
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
    })),
  );
  const { rows: owned } = await db.admin.query(
    `select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'tagalong%'`,
  );
  expect(owned).toEqual([]);
  const { rows: truncatable } = await db.admin.query(
    `select t.relname from (${tables}) t where has_table_privilege('tagalong_runtime', t.oid, 'truncate') or has_table_privilege('tagalong_system', t.oid, 'truncate')`,
  );
  expect(truncatable).toEqual([]);
});

test('no view and no function lets a role see past the policies', async () => {
  const { rows } = await db.admin.query(`
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef
    union all select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('v', 'm') and not coalesce(c.reloptions @> array['security_invoker=true'], false)`);
  expect(rows).toEqual([]);
});

test('a transaction sees its own store only, and a forgotten store sees nothing', async () => {
  const a = storeIdOf('shopify', 'a.myshopify.com');
  const b = storeIdOf('shopify', 'b.myshopify.com');
  for (const [id, domain] of [
    [a, 'a.myshopify.com'],
    [b, 'b.myshopify.com'],
  ] as const) {
    await withTenantSql(id, (sql) =>
      sql(`insert into store (id, platform, domain) values ($1, 'shopify', $2)`, [id, domain]),
    );
  }
  const seen = await withTenantSql(a, (sql) => sql<{ domain: string }>(`select domain from store`));
  expect(seen).toEqual([{ domain: 'a.myshopify.com' }]);
  await expect(
    withTenantSql(a, (sql) => sql(`insert into checkpoint (store_id, resource) values ($1, 'orders')`, [b])),
  ).rejects.toThrow(/row-level security/);
  const { rows } = await db.admin
    .query(`begin; set local role tagalong_runtime; select count(*)::int as n from store; `)
    .then((results) => (results as unknown as { rows: { n: number }[] }[])[2] ?? { rows: [] });
  await db.admin.query('rollback');
  expect(rows).toEqual([{ n: 0 }]);
});
