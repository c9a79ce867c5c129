import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ReadyRows, Row, TableShape } from './writer-rows';

/**
 * The limit: rows that are ready made, copied into temporary tables and merged from there, one transaction a batch.
 * Nothing is read, decided or computed on the way; no writer that must know what it writes can be faster.
 */

/** Makes the staging tables of a connection. */
export async function prepareLimit(client: pg.ClientBase, tables: TableShape[]): Promise<void> {
  for (const { name } of tables)
    await client.query(`create temp table stage_${name} (like ${name}) on commit delete rows`);
}

/** Writes one batch. */
export async function copyAndMerge(client: pg.ClientBase, storeId: string, batch: ReadyRows): Promise<void> {
  const filled = batch.filter(({ rows }) => rows.length > 0);
  await client.query('begin');
  await client.query(`select set_config('app.store_id', $1, true)`, [storeId]);
  for (const { table, rows } of filled) {
    const stream = client.query(copyFrom(`copy stage_${table.name} (${namesOf(table)}) from stdin`));
    stream.end(copyText(table, rows));
    await once(stream, 'finish');
  }
  for (const { table } of filled) {
    await client.query({
      name: `merge ${table.name}`,
      text: `insert into ${table.name} (${namesOf(table)}) select ${namesOf(table)} from stage_${table.name} ${onConflict(table)}`,
    });
  }
  await client.query('commit');
}

/** Writes one batch with one round trip for each table that it touches: an upsert of all its rows, prepared. */
export async function upsertTableByTable(client: pg.ClientBase, storeId: string, batch: ReadyRows): Promise<void> {
  await client.query('begin');
  await client.query(`select set_config('app.store_id', $1, true)`, [storeId]);
  for (const { table, rows } of batch.filter((one) => one.rows.length > 0)) {
    const tuple = (n: number) =>
      `(${table.columns.map(({ type }, i) => `$${n * table.columns.length + i + 1}::text::${type}`).join(', ')})`;
    const text = `insert into ${table.name} (${namesOf(table)}) values ${rows.map((_, n) => tuple(n)).join(', ')} ${onConflict(table)}`;
    const values = rows.flatMap((row) => table.columns.map(({ name }) => row[name]));
    await client.query({ name: `upsert ${rows.length} ${table.name}`, text, values });
  }
  await client.query('commit');
}

/** Writes one batch as a careful beginner would: a statement a row, prepared once, all in one transaction. */
export async function upsertRowByRow(client: pg.ClientBase, storeId: string, batch: ReadyRows): Promise<void> {
  await client.query('begin');
  await client.query(`select set_config('app.store_id', $1, true)`, [storeId]);
  for (const { table, rows } of batch) {
    const values = table.columns.map(({ type }, i) => `$${i + 1}::text::${type}`).join(', ');
    const text = `insert into ${table.name} (${namesOf(table)}) values (${values}) ${onConflict(table)}`;
    for (const row of rows) {
      await client.query({ name: `upsert ${table.name}`, text, values: table.columns.map(({ name }) => row[name]) });
    }
  }
  await client.query('commit');
}

function namesOf(table: TableShape): string {
  return table.columns.map(({ name }) => name).join(', ');
}

function onConflict({ columns, key }: TableShape): string {
  const rest = columns.filter(({ name }) => !key.includes(name));
  const change = rest.map(({ name }) => `${name} = excluded.${name}`).join(', ');
  return `on conflict (${key.join(', ')}) do ${change === '' ? 'nothing' : `update set ${change}`}`;
}

function copyText(table: TableShape, rows: Row[]): string {
  const names = table.columns.map(({ name }) => name);
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < names.length; i++) {
      const cell = row[names[i] as string] as string | null;
      text += i > 0 ? '\t' : '';
      text += cell === null ? '\\N' : escaped(cell);
    }
    text += '\n';
  }
  return text;
}

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text)
    ? text.replace(/[\\\n\r\t]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : c === '\r' ? '\\r' : '\\t'))
    : text;
}
