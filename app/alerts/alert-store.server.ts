import { v7 } from 'uuid';
import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import { asStoreId, type PlatformName, type StoreId } from '../domain/shared/ids';
import { seal, unseal } from '../tenancy/secrets.server';
import type { Decision, OpenAlert, QuietHours } from './decide';
import type { Told } from './message';
import type { Readings, RuleName, Thresholds } from './rules';

export type AlertSettings = {
  email: string | null;
  /** address of a Slack-compatible webhook */
  webhook: string | null;
  quiet: QuietHours | null;
  thresholds: Thresholds;
};
export type AlertView = { id: string; rule: RuleName; value: number; raisedAt: Date; recoveredAt: Date | null };

/** The connected stores. Those that left have nobody to tell. */
export async function storesToLookAt(): Promise<StoreId[]> {
  const rows = await withSystem((sql) =>
    sql<{ id: string }>(`select id from store where state = 'active' and installation_epoch > 0 order by id`),
  );
  return rows.map(({ id }) => asStoreId(id));
}

/** How a store stands, in one query. */
export async function readReadings(sql: Sql, storeId: StoreId): Promise<Readings> {
  const [row] = await sql<Readings>(
    `select
       (select floor(extract(epoch from now() - max(j.finished_at)) / 60)::int from sync_job j where j.store_id = s.id
          and j.kind in ('backfill', 'incremental') and j.state in ('completed', 'completed_with_errors')
          and s.sync_enabled) as "minutesSinceSync",
       (select floor(extract(epoch from now() - e.received_at) / 60)::int from inbox_entry e
         where e.store_id = s.id and e.state = 'pending' order by e.id limit 1) as "minutesWaiting",
       (select count(*)::int from inbox_entry e where e.store_id = s.id and e.state = 'dead') as "deadLetters",
       coalesce((select greatest(p.differences - p.repaired, 0) from parity_proof p
         where p.store_id = s.id and p.finished_at is not null order by p.proven_to desc limit 1), 0) as differences,
       coalesce((select (j.state = 'failed')::int from sync_job j where j.store_id = s.id
          and j.finished_at is not null order by j.created_at desc limit 1), 0) as "failedJobs",
       (select count(*)::int from sync_job j where j.store_id = s.id and j.state = 'paused'
          and j.checkpoint ? 'waitsForTokenSince') as "waitForPermission",
       (select count(*)::int from missed_change m where m.store_id = s.id and m.arrived_at is null
          and m.found_at > now() - interval '24 hours') as "missedChanges"
     from store s where s.id = $1`,
    [storeId],
    'alert readings',
  );
  if (!row) throw new Error('a store that is looked at exists');
  return row;
}

/** The store's thresholds, and whether an alert goes on or has something that nobody was told. */
export async function readUnfinished(
  sql: Sql,
  storeId: StoreId,
): Promise<{ thresholds: Thresholds; hasUnfinished: boolean }> {
  const [row] = await sql<{ thresholds: Thresholds; hasUnfinished: boolean }>(
    `select coalesce((select thresholds from alert_setting where store_id = $1), '{}') as thresholds,
            exists (select from alert where store_id = $1
              and (recovered_at is null or told_at is null or recovery_told_at is null)) as "hasUnfinished"`,
    [storeId],
    'unfinished alerts',
  );
  return row ?? { thresholds: {}, hasUnfinished: true };
}

export function openAlerts(sql: Sql, storeId: StoreId): Promise<OpenAlert[]> {
  return sql<OpenAlert>(
    `select id, rule, told_at as "toldAt" from alert where store_id = $1 and recovered_at is null`,
    [storeId],
    'open alerts',
  );
}

/** Writes a decision. An alert that ended before anybody was told of it is told to nobody. */
export async function saveDecision(sql: Sql, storeId: StoreId, decision: Decision): Promise<void> {
  for (const { rule, value } of decision.raised) {
    await sql(
      `insert into alert (store_id, id, rule, value) values ($1, $2, $3, $4)
        on conflict (store_id, rule) where recovered_at is null do nothing`,
      [storeId, v7(), rule, value],
    );
  }
  for (const { id, value } of decision.lasting) {
    await sql(`update alert set value = $3 where store_id = $1 and id = $2 and value <> $3`, [storeId, id, value]);
  }
  for (const { id } of decision.recovered) {
    await sql(
      `update alert set recovered_at = now(), recovery_told_at = case when told_at is null then now() end,
              told_at = coalesce(told_at, now())
        where store_id = $1 and id = $2`,
      [storeId, id],
    );
  }
}

/** What nobody was told yet, locked until the transaction ends, so that one worker tells it. */
export async function untold(sql: Sql, storeId: StoreId): Promise<(Told & { id: string })[]> {
  return sql<Told & { id: string }>(
    `select id, rule, value, case when recovered_at is null then 'raised' else 'recovered' end as state
       from alert where store_id = $1 and (told_at is null or (recovered_at is not null and recovery_told_at is null))
      order by raised_at for update skip locked`,
    [storeId],
    'untold alerts',
  );
}

export async function noteTold(sql: Sql, storeId: StoreId, all: (Told & { id: string })[]): Promise<void> {
  await sql(
    `update alert set told_at = coalesce(told_at, now()),
            recovery_told_at = case when recovered_at is not null then now() end
      where store_id = $1 and id = any($2::uuid[])`,
    [storeId, all.map(({ id }) => id)],
  );
}

/** The open alerts and those that ended lately, the newest first. */
export function listAlerts(storeId: StoreId, limit: number): Promise<AlertView[]> {
  return withTenantSql(storeId, (sql) =>
    sql<AlertView>(
      `select id, rule, value, raised_at as "raisedAt", recovered_at as "recoveredAt" from alert where store_id = $1
        order by (recovered_at is null) desc, raised_at desc limit $2`,
      [storeId, limit],
    ),
  );
}

type SettingsRow = { email: string | null; webhook: string | null; from: number | null; to: number | null } & {
  thresholds: Thresholds;
};

export async function readAlertSettings(sql: Sql, storeId: StoreId, platform: PlatformName): Promise<AlertSettings> {
  const [row] = await sql<SettingsRow>(
    `select email, webhook, quiet_from as "from", quiet_to as "to", thresholds from alert_setting where store_id = $1`,
    [storeId],
    'alert settings',
  );
  return {
    email: row?.email ?? null,
    webhook: row?.webhook ? unseal(row.webhook, placeOf(storeId, platform)) : null,
    quiet: row?.from != null && row.to != null ? { from: row.from, to: row.to } : null,
    thresholds: row?.thresholds ?? {},
  };
}

export async function saveAlertSettings(
  storeId: StoreId,
  platform: PlatformName,
  { email, webhook, quiet, thresholds }: AlertSettings,
): Promise<void> {
  const sealed = webhook === null ? null : seal(webhook, placeOf(storeId, platform));
  await withTenantSql(storeId, (sql) =>
    sql(
      `insert into alert_setting (store_id, email, webhook, quiet_from, quiet_to, thresholds) values ($1, $2, $3, $4, $5, $6)
        on conflict (store_id) do update set email = excluded.email, webhook = excluded.webhook,
          quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, thresholds = excluded.thresholds, updated_at = now()`,
      [storeId, email, sealed, quiet?.from ?? null, quiet?.to ?? null, JSON.stringify(thresholds)],
    ),
  );
}

function placeOf(storeId: StoreId, platform: PlatformName) {
  return { platform, storeId, column: 'alert_setting.webhook' };
}
