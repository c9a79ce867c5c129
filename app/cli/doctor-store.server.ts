import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';

/** What the doctor looks at in the database. */

/** PostgreSQL's version as a number, 150018 for 15.18. */
export async function serverVersion(): Promise<{ number: number; text: string }> {
  const [row] = await withSystem((sql) =>
    sql<{ number: number; text: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
    ),
  );
  return row ?? { number: 0, text: 'unknown' };
}

export type RoleFacts = { name: string; safe: boolean; owns: number };

/** The two roles: neither may own a table, bypass row-level security or be a superuser. */
export function roleFacts(): Promise<RoleFacts[]> {
  return withSystem((sql) =>
    sql<RoleFacts>(
      `select rolname as name, not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) as safe,
         (select count(*)::int from pg_class where relowner = r.oid) as owns
       from pg_roles r where rolname in ('tagalong_runtime', 'tagalong_system') order by 1`,
    ),
  );
}

/** Tables of tenants without forced row-level security. */
export async function unguardedTables(): Promise<string[]> {
  const rows = await withSystem((sql) =>
    sql<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and relname <> '_prisma_migrations' and not (relrowsecurity and relforcerowsecurity) order by 1`,
    ),
  );
  return rows.map((row) => row.name);
}

export type StoreHealth = {
  pending: number;
  failed: number;
  dead: number;
  oldestSeconds: number | null;
  tokenExpires: Date | null;
  refreshExpires: Date | null;
  hasToken: boolean;
  openRequests: number;
};

/** How one store stands. */
export async function storeHealth(storeId: StoreId): Promise<StoreHealth | null> {
  const [row] = await withTenantSql(storeId, (sql: Sql) =>
    sql<StoreHealth>(
      `select e.*, coalesce(s."hasToken", false) as "hasToken", s."tokenExpires", s."refreshExpires",
         (select count(*)::int from privacy_request where store_id = $1 and state = 'received') as "openRequests"
       from (select count(*) filter (where state = 'pending')::int as pending,
           count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'dead')::int as dead,
           extract(epoch from now() - min(received_at) filter (where state = 'pending'))::int as "oldestSeconds"
         from inbox_entry where store_id = $1 and state <> 'processed') e
       left join (select bool_or(access_token is not null) as "hasToken", max(access_token_expires_at) as "tokenExpires",
           max(refresh_token_expires_at) as "refreshExpires" from session where store_id = $1 and not is_online) s on true`,
      [storeId],
    ),
  );
  return row ?? null;
}
