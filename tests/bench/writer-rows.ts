import type pg from 'pg';

/**
 * The rows that a batch of orders comes to, read back from where our writer put them: what the limit, the upserts and
 * Prisma then write, ready made. So all write the same, whatever the model grows to.
 */
export type TableShape = { name: string; columns: { name: string; type: string }[]; key: string[] };
export type Row = Record<string, unknown>;
export type ReadyRows = { table: TableShape; rows: Row[] }[];

const ofOrder = 'platform_order_id = any($2)';
const profiles =
  'profile_id in (select o.profile_id from orders o where o.store_id = $1 and o.platform_order_id = any($2))';

/** Which rows of each table belong to orders; in the order in which they are written. */
const wanted: Record<string, string> = {
  customer: `platform_customer_id in (select o.platform_customer_id from orders o where o.store_id = $1 and o.${ofOrder})`,
  customer_identity: profiles,
  customer_link: `a in (select i.identity from customer_identity i where i.store_id = $1 and i.${profiles})`,
  orders: ofOrder,
  order_line: ofOrder,
  order_address: ofOrder,
  order_shipping_line: ofOrder,
  order_discount: ofOrder,
  refund: ofOrder,
  refund_line: ofOrder,
  refund_adjustment: ofOrder,
  order_transaction: ofOrder,
  fulfillment: ofOrder,
  order_return: ofOrder,
  order_return_line: ofOrder,
  order_edit: ofOrder,
  order_entry: ofOrder,
  customer_profile: profiles,
};
export const tableNames = Object.keys(wanted);

/** When something was written, and how often: the same for nobody. */
export const bookkeeping = ['saved_at', 'updated_at', 'known_from', 'revision'];

export async function readShapes(admin: pg.Client): Promise<TableShape[]> {
  const { rows } = await admin.query<{ table: string; name: string; type: string; place: number | null }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
            array_position(i.indkey::int2[], a.attnum) as place
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       join pg_index i on i.indrelid = c.oid and i.indisprimary
      where c.relname = any($1) and c.relkind = 'r' order by a.attnum`,
    [tableNames],
  );
  return tableNames.map((name) => {
    const mine = rows.filter((row) => row.table === name);
    const key = mine.filter((row) => row.place !== null).sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
    return { name, columns: mine.map(({ name, type }) => ({ name, type })), key: key.map((row) => row.name) };
  });
}

/** @param as `text` for COPY and SQL; `values` as a client in JavaScript holds them */
export async function readRows(
  admin: pg.Client,
  storeId: string,
  shapes: TableShape[],
  orderIds: string[],
  as: 'text' | 'values',
): Promise<ReadyRows> {
  const found: ReadyRows = [];
  for (const table of shapes) {
    const columns = table.columns.map(({ name }) => (as === 'text' ? `t.${name}::text` : `t.${name}`));
    const { rows } = await admin.query(
      `select ${columns.join(', ')} from ${table.name} t where t.store_id = $1 and ${wanted[table.name]}`,
      [storeId, orderIds],
    );
    found.push({ table, rows });
  }
  return found;
}
