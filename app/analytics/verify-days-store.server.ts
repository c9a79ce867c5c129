import { type Sql, withTenantSql } from '../db/client.server';
import type { Day } from '../domain/shared/day';
import type { StoreId } from '../domain/shared/ids';
import { recomputeAll } from './roll-up-store.server';

export type WrongDay = { day: Day; currency: string; addOnId: string | null };

/**
 * Counts every day of a store anew from its ledger and compares with the finished days that pages read.
 * @param repair keep the fresh figures; without it nothing is changed
 * @returns how many days there are, and those that differ
 */
export async function verifyDays(storeId: StoreId, repair: boolean): Promise<{ days: number; wrong: WrongDay[] }> {
  const wrong: WrongDay[] = [];
  let days = 0;
  await withTenantSql(storeId, async (sql) => {
    const before = await readDays(sql, storeId);
    await recomputeAll(sql, storeId);
    const after = await readDays(sql, storeId);
    days = new Set([...after.values()].map(({ day }) => day)).size;
    for (const [key, row] of new Map([...before, ...after])) {
      if (before.get(key)?.figures === after.get(key)?.figures) continue;
      wrong.push({ day: row.day, currency: row.currency, addOnId: row.addOnId });
    }
    if (!repair) throw nothingIsKept;
  }).catch((error) => {
    if (error !== nothingIsKept) throw error;
  });
  return { days, wrong };
}

/** Ends the transaction without a trace. */
const nothingIsKept = new Error('only looked');

type DayRow = WrongDay & { figures: string };

async function readDays(sql: Sql, storeId: StoreId): Promise<Map<string, DayRow>> {
  const rows = await sql<DayRow>(
    `select day, currency, null as "addOnId", (to_jsonb(d) - 'updated_at')::text as figures
       from store_day d where store_id = $1
      union all
     select day, currency, add_on_id, (to_jsonb(a) - 'updated_at')::text from store_day_add_on a where store_id = $1
      order by 1, 2, 3`,
    [storeId],
  );
  return new Map(rows.map((row) => [`${row.day} ${row.currency} ${row.addOnId ?? ''}`, row]));
}
