import { type Sql, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { type Budget, type Ending, settle, type Taken, take, type Urgency, unknownBudget } from './budget';

/** The budget of a store as its row holds it. The database's clock is everybody's clock. */

/** Takes a call's points for whichever worker asks; see budget.ts. */
export function takePoints(storeId: StoreId, cost: number, urgency: Urgency): Promise<Taken> {
  return changed(storeId, (budget, now) => {
    const taken = take(budget, cost, urgency, now);
    return { budget: taken.budget, result: taken };
  });
}

/** Keeps what a call that came back taught. */
export function settlePoints(storeId: StoreId, cost: number, ending: Ending): Promise<Budget> {
  return changed(storeId, (budget, now) => {
    const settled = settle(budget, cost, ending, now);
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

async function changed<T>(storeId: StoreId, change: (budget: Budget, now: number) => { budget: Budget; result: T }) {
  return withTenantSql(storeId, async (sql) => {
    const budget = await locked(sql, storeId);
    // Read after the wait for the row, so that it never goes back.
    const next = change(budget, await readClock(sql));
    await sql(
      'update rate_budget set budget = $2::jsonb, updated_at = now() where store_id = $1',
      [storeId, JSON.stringify(next.budget)],
      'write budget',
    );
    return next.result;
  });
}

/** Waits for the worker that is changing it. */
async function locked(sql: Sql, storeId: StoreId): Promise<Budget> {
  const [row] = await sql<{ budget: Budget }>(`${selectSql} for update`, [storeId], 'lock budget');
  if (row) return row.budget;
  await sql(`insert into rate_budget (store_id, budget) values ($1, $2::jsonb) on conflict do nothing`, [
    storeId,
    JSON.stringify({ ...unknownBudget, at: await readClock(sql) }),
  ]);
  return locked(sql, storeId);
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
