import { type Sql, withTenantSql } from '../db/client.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { type Bucket, type Budget, type Ending, fullBudget, settle, type Taken, take, type Urgency } from './budget';
import { noteAnswer, noteFailure, platformWaitMs } from './circuit-store.server';

/** The budget of a store as its row holds it. The database's clock is everybody's clock. */

export type Turn = Pick<Taken, 'waitMs' | 'open'> & { /** not only this store's calls failed */ everywhere: boolean };

/** A call that asks for its points. */
export type Call = {
  storeId: StoreId;
  platform: PlatformName;
  cost: number;
  urgency: Urgency;
  /** what the bucket is, as long as nothing was told */
  unknown: Bucket | undefined;
};

/** Takes a call's points for whichever worker asks; see budget.ts and circuit.ts. */
export function takePoints({ storeId, platform, cost, urgency, unknown }: Call): Promise<Turn> {
  return changed<Turn>(storeId, unknown, async (sql, budget, now) => {
    const { budget: next, waitMs, open } = take(budget, cost, urgency, now);
    if (waitMs > 0) return { budget: next, result: { waitMs, open, everywhere: false } };
    const platformMs = await platformWaitMs(sql, platform);
    if (platformMs > 0) return { budget, result: { waitMs: platformMs, open: true, everywhere: true } };
    return { budget: next, result: { waitMs, open, everywhere: false } };
  });
}

/** Keeps what a call that came back taught. */
export function settlePoints(storeId: StoreId, platform: PlatformName, cost: number, ending: Ending): Promise<Budget> {
  return changed(storeId, undefined, async (sql, budget, now) => {
    const settled = settle(budget, cost, ending, now);
    if (ending.kind === 'failed') await noteFailure(sql, storeId, platform);
    else if (ending.kind !== 'unsent') await noteAnswer(sql, platform);
    return { budget: settled, result: settled };
  });
}

/** What is known of a store's budget; null before its first call. */
export function readBudget(storeId: StoreId): Promise<Budget | null> {
  return withTenantSql(
    storeId,
    async (sql) => (await sql<{ budget: Budget }>(selectSql, [storeId]))[0]?.budget ?? null,
  );
}

type Change<T> = (sql: Sql, budget: Budget, now: number) => Promise<{ budget: Budget; result: T }>;

async function changed<T>(storeId: StoreId, unknown: Bucket | undefined, change: Change<T>): Promise<T> {
  return withTenantSql(storeId, async (sql) => {
    const budget = await locked(sql, storeId, unknown);
    // Read after the wait for the row, so that it never goes back.
    const next = await change(sql, budget, await readClock(sql));
    await sql(
      'update rate_budget set budget = $2::jsonb, updated_at = now() where store_id = $1',
      [storeId, JSON.stringify(next.budget)],
      'write budget',
    );
    return next.result;
  });
}

/** Waits for the worker that is changing it. */
async function locked(sql: Sql, storeId: StoreId, unknown: Bucket | undefined): Promise<Budget> {
  const [row] = await sql<{ budget: Budget }>(`${selectSql} for update`, [storeId], 'lock budget');
  if (row) return row.budget;
  await sql(`insert into rate_budget (store_id, budget) values ($1, $2::jsonb) on conflict do nothing`, [
    storeId,
    JSON.stringify({ ...fullBudget(unknown), at: await readClock(sql) }),
  ]);
  return locked(sql, storeId, unknown);
}

const selectSql = 'select budget from rate_budget where store_id = $1';

async function readClock(sql: Sql): Promise<number> {
  const [row] = await sql<{ now: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
    [],
    'read clock',
  );
  if (!row) throw new Error('the database always tells its time');
  return row.now;
}
