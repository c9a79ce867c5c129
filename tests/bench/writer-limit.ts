import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Table } from '../../app/domain/orders/tables';
import type { Cell } from '../../app/domain/shared/array-text';

/**
 * The limit: rows that are ready made, copied into temporary tables and merged from there, one transaction a batch.
 * Nothing is read, decided or computed on the way; no writer that must know what it writes can be faster.
 */
export type ReadyRows = { table: Table; rows: Record<string, Cell>[] }[];

/** Makes the staging tables of a connection. */
export async function prepareLimit(client: pg.ClientBase, tables: Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    const typed = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    await client.query(`create temp table stage_${name} (${typed.join(', ')}) on commit delete rows`);
  }
}

/** Writes one batch. */
export async function copyAndMerge(client: pg.ClientBase, storeId: string, batch: ReadyRows): Promise<void> {
  await client.query('begin');
  await client.query(`select set_config('app.store_id', $1, true)`, [storeId]);
  for (const { table, rows } of batch) {
    if (rows.length === 0) continue;
    const columns = Object.keys(table.columns);
    const stream = client.query(copyFrom(`copy stage_${table.name} (${columns.join(', ')}) from stdin`));
    stream.end(copyText(table, columns, rows));
    await once(stream, 'finish');
  }
  for (const { table, rows } of batch) {
    if (rows.length === 0) continue;
    const columns = Object.keys(table.columns);
    const rest = columns.filter((column) => !table.key.includes(column));
    await client.query(
      `insert into ${table.name} (store_id, ${columns.join(', ')}) select $1, ${columns.join(', ')} from stage_${table.name}
        on conflict (store_id, ${table.key.join(', ')}) do update set ${rest.map((c) => `${c} = excluded.${c}`).join(', ')}`,
      [storeId],
    );
  }
  await client.query('commit');
}

function copyText(table: Table, columns: string[], rows: Record<string, Cell>[]): string {
  const kinds = columns.map((column) => table.columns[column]);
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) text += '\t';
      text += cellText(row[columns[i] as string] as Cell, kinds[i] as string);
    }
    text += '\n';
  }
  return text;
}

function cellText(cell: Cell, kind: string): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (typeof cell === 'string') return kind === 'text' || kind === 'bytea' ? escaped(cell) : cell;
  if (kind === 'jsonb') return escaped(JSON.stringify(cell));
  return escaped(`{${(cell as string[]).map((one) => JSON.stringify(one)).join(',')}}`);
}

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text)
    ? text.replace(/[\\\n\r\t]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : c === '\r' ? '\\r' : '\\t'))
    : text;
}
