import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import { type PlatformName, type StoreId, storeIdOf } from '../domain/shared/ids';

/** The stores: who is connected, since when, and with which settings. */
export type StoreRecord = {
  id: StoreId;
  platform: PlatformName;
  domain: string;
  platformStoreId: string | null;
  name: string | null;
  email: string | null;
  currency: string;
  timeZone: string;
  planName: string | null;
  state: 'active' | 'paused' | 'uninstalled';
  /** counts installations; 0 for a store that is known from a file only */
  installationEpoch: number;
  scopes: string;
  settings: Record<string, unknown>;
  installedAt: Date;
  uninstalledAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** What the platform says about a store itself. */
export type StoreFacts = {
  platformStoreId: string;
  name: string;
  email: string | null;
  currency: string;
  timeZone: string;
  planName: string | null;
};

const columns = `id, platform, domain, platform_store_id as "platformStoreId", name, email, currency,
  time_zone as "timeZone", plan_name as "planName", state, installation_epoch as "installationEpoch", scopes,
  settings, installed_at as "installedAt", uninstalled_at as "uninstalledAt", created_at as "createdAt",
  updated_at as "updatedAt"`;

/** The store, whatever its state; null when it was never seen or is erased. */
export async function findStore(storeId: StoreId): Promise<StoreRecord | null> {
  const [store] = await withTenantSql(storeId, (sql) =>
    sql<StoreRecord>(`select ${columns} from store where id = $1`, [storeId]),
  );
  return store ?? null;
}

/**
 * Several stores in one question, in the order asked; what is not there is left out. For stores that opened themselves to
 * each other, and for operators.
 */
export async function findStores(storeIds: StoreId[]): Promise<StoreRecord[]> {
  return withSystem((sql) =>
    sql<StoreRecord>(
      `select ${columns} from store where id = any($1::uuid[]) order by array_position($1::uuid[], id)`,
      [storeIds],
    ),
  );
}

/**
 * Says that the store grants us access. A new store, or one that had left, begins a new installation
 * epoch and answers `installedNow`; for one that is here only its scopes are noted. Of several first visits at
 * once (a page asks for its parts in parallel) one is the first, and the others find the store installed.
 */
export async function installStore(grant: {
  platform: PlatformName;
  domain: string;
  scopes: string;
}): Promise<{ store: StoreRecord; installedNow: boolean }> {
  const id = storeIdOf(grant.platform, grant.domain);
  return withTenantSql(id, async (sql) => {
    await takeTurn(sql, id);
    const [here] = await sql(`select from store s where id = $1 and not ${returning} for update`, [id]);
    const [store] = await sql<StoreRecord>(
      `insert into store as s (id, platform, domain, scopes, installation_epoch)
       values ($1, $2, $3, $4, case when ${wasErased} then 2 else 1 end)
       on conflict (id) do update set
         scopes = excluded.scopes,
         state = case when s.state = 'uninstalled' then 'active' else s.state end,
         installation_epoch = s.installation_epoch + case when ${returning} then 1 else 0 end,
         installed_at = case when ${returning} then now() else s.installed_at end,
         uninstalled_at = null,
         updated_at = now()
       returning ${columns}`,
      [id, grant.platform, grant.domain.toLowerCase(), grant.scopes],
    );
    if (!store) throw new Error('an upsert always returns its row');
    if (!here) await welcomeBack(sql, id);
    return { store, installedNow: !here };
  });
}

/**
 * The row has two unique keys, and "on conflict" looks at one: of two first inserts at the same moment the second could
 * fail at the other key.
 */
async function takeTurn(sql: Sql, storeId: StoreId): Promise<void> {
  await sql(`select pg_advisory_xact_lock(hashtextextended('install ' || $1, 0))`, [storeId]);
}

/** The store had left, or was known from a file only. */
const returning = `(s.state = 'uninstalled' or s.installation_epoch = 0)`;

/** Its row is gone, but this is not its first installation: a late request to erase the earlier one finds that out. */
const wasErased = `exists (select from privacy_tombstone where store_id = $1 and subject = 'store')`;

/**
 * Makes sure that the store has a row, for orders that come from a file. It counts as not installed:
 * the first real grant begins its epoch 1.
 * @returns true when the row is new
 */
export async function rememberStore(platform: PlatformName, domain: string): Promise<boolean> {
  const id = storeIdOf(platform, domain);
  return withTenantSql(id, async (sql) => {
    await takeTurn(sql, id);
    const rows = await sql(
      `insert into store (id, platform, domain, installation_epoch) values ($1, $2, $3, 0)
       on conflict (id) do nothing returning id`,
      [id, platform, domain.toLowerCase()],
    );
    if (rows.length > 0) await welcomeBack(sql, id);
    return rows.length > 0;
  });
}

/** An erased store may be written again once it is installed anew. */
async function welcomeBack(sql: Sql, storeId: StoreId): Promise<void> {
  await sql(`delete from privacy_tombstone where store_id = $1 and subject = 'store'`, [storeId]);
}

/** Notes name, currency, time zone and plan as the platform gives them. */
export async function saveStoreFacts(storeId: StoreId, facts: StoreFacts): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update store set platform_store_id = $2, name = $3, email = $4, currency = $5, time_zone = $6, plan_name = $7,
         updated_at = now() where id = $1`,
      [storeId, facts.platformStoreId, facts.name, facts.email, facts.currency, facts.timeZone, facts.planName],
    ),
  );
}

/**
 * The store left: its tokens are gone at once, its data waits for the platform's erasure request.
 * News from before the present installation changes nothing (a late delivery must not undo a reinstall).
 * @param at when the platform says that it happened
 * @returns false when the news was older than the installation, or the store is unknown
 */
export function markUninstalled(storeId: StoreId, at: Date): Promise<boolean> {
  return withTenantSql(storeId, (sql) => markUninstalledIn(sql, storeId, at));
}

/** The same inside a running transaction of that store. */
export async function markUninstalledIn(sql: Sql, storeId: StoreId, at: Date): Promise<boolean> {
  const [left] = await sql<{ epoch: number }>(
    `update store set state = 'uninstalled', uninstalled_at = $2, updated_at = now()
     where id = $1 and installed_at <= $2 returning installation_epoch as epoch`,
    [storeId, at],
  );
  if (!left) return false;
  await sql(`delete from session where store_id = $1 and installation_epoch <= $2`, [storeId, left.epoch]);
  return true;
}

/** Lays `patch` over the settings: named keys are replaced, others stay. */
export async function saveSettings(storeId: StoreId, patch: Record<string, unknown>): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(`update store set settings = settings || $2::jsonb, updated_at = now() where id = $1`, [
      storeId,
      JSON.stringify(patch),
    ]),
  );
}

/** Every store that ever connected and is not erased. For operators and schedules only. */
export function listStores(): Promise<StoreRecord[]> {
  return withSystem((sql) => sql<StoreRecord>(`select ${columns} from store order by platform, domain`));
}
