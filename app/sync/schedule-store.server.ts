import { withSystem, withTenantSql } from '../db/client.server';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import type { SyncState } from './job-view';
import { askForSync } from './jobs-store.server';

/** When a store is asked for what changed, whether or not its webhooks arrive. */
export type Schedule = { enabled: boolean; everyMinutes: number; overlapMinutes: number };

export type ScheduleView = Schedule & {
  /** when the next pass is due; null while it is off, or before the first history was read */
  nextAt: Date | null;
  last: { at: Date; state: SyncState; failed: number; error: string | null } | null;
};

/** At night, by the store's clock; once in so many hours. */
const nightHours = { from: 2, to: 5, every: 20 } as const;
const nightlyKinds = ['reconcile', 'unsettled', 'inventory'] as const;

/**
 * Starts what every connected store gets at night, where it is night and none ran since the last one: the proof, a look at
 * the orders that can change without saying so, and the stock, of which a message may have been lost. @returns how many were started
 */
export async function startDueNightly(): Promise<number> {
  let started = 0;
  for (const kind of nightlyKinds) started += await startDueOf(kind);
  return started;
}

async function startDueOf(kind: (typeof nightlyKinds)[number]): Promise<number> {
  const isDue = `extract(hour from now() at time zone s.time_zone) between $1 and $2 - 1
    and exists (select from sync_job j where j.store_id = s.id and j.kind = 'backfill'
                  and j.state in ('completed', 'completed_with_errors'))
    and not exists (select from sync_job j where j.store_id = s.id and j.kind = $4
                      and j.created_at > now() - $3 * interval '1 hour')`;
  const hours = [nightHours.from, nightHours.to, nightHours.every];
  const due = await withSystem((sql) =>
    sql<{ id: string }>(
      `select s.id from store s where s.state = 'active' and s.installation_epoch > 0 and s.sync_enabled and ${isDue}`,
      [...hours, kind],
    ),
  );
  let started = 0;
  for (const { id } of due) {
    const storeId = asStoreId(id);
    const asked = await askForSync(storeId, { kind, trigger: 'schedule' }, async (sql) => {
      const [row] = await sql<{ due: boolean }>(`select ${isDue} as due from store s where s.id = $5`, [
        ...hours,
        kind,
        storeId,
      ]);
      return row?.due ?? false;
    });
    if (asked.outcome === 'started') started += 1;
  }
  return started;
}

/** Bounds that the database holds too. */
export const scheduleBounds = { everyMinutes: [5, 1440], overlapMinutes: [10, 20_160] } as const;

/** A store's schedule, its last pass and its next. */
export async function readSchedule(storeId: StoreId): Promise<ScheduleView> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<Schedule & { due: Date | null }>(
      `select sync_enabled as enabled, sync_every_minutes as "everyMinutes", sync_overlap_minutes as "overlapMinutes",
              (${dueSql}) as due
         from store s where s.id = $1`,
      [storeId],
    );
    const [last] = await sql<NonNullable<ScheduleView['last']>>(
      `select coalesce(started_at, created_at) as at, state, failed, error from sync_job
        where store_id = $1 and trigger = 'schedule' and kind = 'incremental' order by created_at desc limit 1`,
      [storeId],
    );
    if (!row) throw new Error('a store always has a schedule');
    const { due, ...schedule } = row;
    return { ...schedule, nextAt: schedule.enabled ? due : null, last: last ?? null };
  });
}

/** Changes a store's schedule. @returns what it was before */
export async function saveSchedule(storeId: StoreId, change: Partial<Schedule>): Promise<Schedule> {
  return withTenantSql(storeId, async (sql) => {
    const [before] = await sql<Schedule>(
      `with before as (select * from store where id = $1 for update)
       update store s set sync_enabled = coalesce($2, s.sync_enabled),
         sync_every_minutes = coalesce($3, s.sync_every_minutes),
         sync_overlap_minutes = coalesce($4, s.sync_overlap_minutes), updated_at = now()
       from before b where s.id = b.id
       returning b.sync_enabled as enabled, b.sync_every_minutes as "everyMinutes",
                 b.sync_overlap_minutes as "overlapMinutes"`,
      [storeId, change.enabled ?? null, change.everyMinutes ?? null, change.overlapMinutes ?? null],
    );
    if (!before) throw new Error('a store always has a schedule');
    return before;
  });
}

/**
 * So long after the last job of any kind began; null until a first history was read. A pass that somebody paused is
 * due again when it has gone on and ended.
 */
const dueSql = `
  select max(j.created_at) + s.sync_every_minutes * interval '1 minute' from sync_job j
   where j.store_id = s.id and j.kind in ('backfill', 'incremental')
  having bool_or(j.kind = 'backfill' and j.created_at >= s.installed_at
                 and j.state in ('completed', 'completed_with_errors'))`;

/**
 * Starts an incremental sync for every connected store whose turn has come. Any number of processes may ask at
 * once: a store's jobs start under its lock, and one that is under way is not started again.
 * @returns how many were started
 */
export async function startDueSyncs(): Promise<number> {
  const due = await withSystem((sql) =>
    sql<{ id: string }>(
      `select s.id from store s
        where s.state = 'active' and s.installation_epoch > 0 and s.sync_enabled and (${dueSql}) <= now()`,
    ),
  );
  let started = 0;
  for (const { id } of due) {
    const storeId = asStoreId(id);
    const asked = await askForSync(storeId, { kind: 'incremental', trigger: 'schedule' }, async (sql) => {
      const [row] = await sql<{ due: boolean }>(`select (${dueSql}) <= now() as due from store s where s.id = $1`, [
        storeId,
      ]);
      return row?.due ?? false;
    });
    if (asked.outcome === 'started') started += 1;
  }
  return started;
}
