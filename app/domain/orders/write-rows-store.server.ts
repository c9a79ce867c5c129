import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import type { FigureRow } from './order-rows';
import type { Cell, Table } from './tables';

/**
 * Set-based writing: one statement per table, whatever the number of rows. jsonb_to_recordset carries the rows,
 * because one JSON text costs far less to send and to read than an array per column or a value list.
 */

/** Inserts rows, or updates those that differ. `guard` narrows which existing rows may be updated. */
export async function upsertRows(
  sql: Sql,
  storeId: StoreId,
  table: Table,
  rows: Record<string, Cell>[],
  guard?: string,
): Promise<void> {
  if (rows.length === 0) return;
  await sql(upsertSql(table, guard), [storeId, jsonOf(rows)]);
}

/** Updates the named columns of existing rows where they differ. */
export async function updateRows(
  sql: Sql,
  storeId: StoreId,
  table: Table,
  columns: readonly string[],
  rows: FigureRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql(updateSql(table, columns), [storeId, jsonOf(rows)]);
}

/**
 * Deletes the rows of `owners` (values of the first key columns, as rows of text) that `kept` does not name.
 * @param depth how many key columns name an owner
 */
export async function deleteOthers(
  sql: Sql,
  storeId: StoreId,
  table: Table,
  depth: 1 | 2,
  owners: string[][],
  kept: string[][],
): Promise<void> {
  if (owners.length === 0) return;
  const matches = (alias: string, count: number) =>
    table.key
      .slice(0, count)
      .map((column, i) => `${alias}.k${i} = t.${column}::text`)
      .join(' and ');
  await sql(
    `delete from ${table.name} t using ${keySet('$2', depth)} as o(${names(depth)})
      where t.store_id = $1 and ${matches('o', depth)}
        and not exists (select from ${keySet('$3', table.key.length)} as k(${names(table.key.length)})
                         where ${matches('k', table.key.length)})`,
    [storeId, JSON.stringify(owners), JSON.stringify(kept)],
  );
}

function keySet(parameter: string, count: number): string {
  const cells = Array.from({ length: count }, (_, i) => `e ->> ${i}`).join(', ');
  return `(select ${cells} from jsonb_array_elements(${parameter}::jsonb) e)`;
}

function names(count: number): string {
  return Array.from({ length: count }, (_, i) => `k${i}`).join(', ');
}

const statements = new Map<string, string>();

function upsertSql(table: Table, guard: string | undefined): string {
  return remember(`upsert ${table.name} ${guard ?? ''}`, () => {
    const columns = Object.keys(table.columns);
    const rest = columns.filter((column) => !table.key.includes(column));
    const saved = table.name === 'orders' || table.name === 'customer' ? ', saved_at = now()' : '';
    const differs = `(${rest.map((c) => `t.${c}`).join(', ')}) is distinct from (${rest.map((c) => `excluded.${c}`).join(', ')})`;
    return `insert into ${table.name} as t (store_id, ${columns.join(', ')})
      select $1::uuid, ${columns.map((c) => `x.${c}`).join(', ')} from ${recordset(table, columns)}
      on conflict (store_id, ${table.key.join(', ')}) do update
        set ${rest.map((c) => `${c} = excluded.${c}`).join(', ')}${saved}
        where ${guard ?? differs}`;
  });
}

function updateSql(table: Table, columns: readonly string[]): string {
  return remember(`update ${table.name}`, () => {
    const all = [...table.key, ...columns];
    return `update ${table.name} as t set ${columns.map((c) => `${c} = x.${c}`).join(', ')}
      from ${recordset(table, all)}
      where t.store_id = $1::uuid and ${table.key.map((c) => `t.${c} = x.${c}`).join(' and ')}
        and (${columns.map((c) => `t.${c}`).join(', ')}) is distinct from (${columns.map((c) => `x.${c}`).join(', ')})`;
  });
}

function recordset(table: Table, columns: readonly string[]): string {
  return `jsonb_to_recordset($2::jsonb) as x(${columns.map((c) => `${c} ${table.columns[c]}`).join(', ')})`;
}

function remember(key: string, make: () => string): string {
  const known = statements.get(key);
  if (known) return known;
  const made = make();
  statements.set(key, made);
  return made;
}

/** PostgreSQL's text has no NUL and no half of a surrogate pair; real notes and properties sometimes do. */
function jsonOf(rows: object[]): string {
  const text = JSON.stringify(rows);
  if (!text.includes('\\u0000') && !text.includes('\\ud')) return text;
  return text.replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|[^u]|u)/g, (whole, escaped: string) => {
    if (escaped === 'u0000') return '';
    return escaped.startsWith('ud') ? '\ufffd' : whole;
  });
}
