import type { Sql } from './connection.server';

/** So many rows are few: to plan a statement for them takes longer than to carry it out. */
const fewMax = 50;

/**
 * The name under which a statement stays prepared, for few rows only. A prepared plan is kept from when it was made:
 * made on a small table, it reads a grown one through until the next analyze. For many rows to plan anew costs
 * nothing beside the work, and sees the table as it is.
 */
export function nameForFew(name: string, rows: number): string | undefined {
  return rows <= fewMax ? name : undefined;
}

/**
 * From here to the end of the transaction a named statement keeps one plan on its connection, made for any values, that
 * goes by indexes. Left to itself PostgreSQL plans most of ours anew each time, because for the very keys at hand a plan
 * looks a little cheaper; one order took 15 ms of planning and 6 ms of work. By indexes, because what reads a small table
 * through would do so when it has grown.
 * @param rows how many the transaction is about; for many, or none, nothing changes
 */
export async function planForFew(sql: Sql, rows: number): Promise<void> {
  if (rows > 0 && rows <= fewMax) await sql(planForFewSql, [], 'plan for few');
}

const planForFewSql = `
  select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`;
