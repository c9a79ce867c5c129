import type { Sql } from '../../app/db/client.server';

type Node = { 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: Node[] };

/** The most rows that any one step of a statement's plan reads, run as it is in a store's own transaction. */
export async function mostRowsRead(sql: Sql, statement: string, values: unknown[]): Promise<number> {
  const [row] = await sql(`explain (analyze, format json) ${statement}`, values);
  return most(row?.['QUERY PLAN'][0].Plan);
}

function most(node: Node): number {
  const read = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return Math.max(read, ...(node.Plans ?? []).map(most));
}
