import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { listOrders } from '../domain/orders/read-store.server';
import type { OrderView } from '../domain/orders/view';
import { type Command, choice, instant, needed, UsageError } from './command';
import { storeNamed, storeOption } from './stores.server';
import { csvLine } from './table';

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes the orders of a store to a file',
  options: {
    store: storeOption,
    out: { type: 'string', what: 'the file to write; - writes to standard output', required: true },
    format: { type: 'string', what: 'jsonl (orders as the API gives them) or csv (a row per line); jsonl without it' },
    from: { type: 'string', what: 'only orders created since then (ISO 8601)' },
    to: { type: 'string', what: 'only orders created before then (ISO 8601)' },
  },
  async run(values, out) {
    const format = choice(values, 'format', ['jsonl', 'csv'], 'jsonl');
    const [createdFrom, createdTo] = [instant(values, 'from'), instant(values, 'to')];
    const file = needed(values, 'out');
    const store = await storeNamed(values);
    // A file that is there is whole: what is not finished has another name.
    const draft = `${file}.part`;
    const target = file === '-' ? process.stdout : await openDraft(draft, file);
    let orders = 0;
    try {
      if (format === 'csv') await write(target, `${csvLine(csvColumns.map(([name]) => name))}\n`);
      for (let after: string | undefined; ; ) {
        const page = await listOrders(
          store.id,
          { createdFrom, createdTo },
          { limit: 250, ...(after ? { after } : {}) },
        );
        for (const order of page.orders) {
          await write(target, format === 'csv' ? csvRows(order) : `${JSON.stringify(order)}\n`);
        }
        orders += page.orders.length;
        if (page.next === null) break;
        after = page.next;
      }
      if (target !== process.stdout) {
        target.end();
        await finished(target);
        await rename(draft, file);
      }
    } catch (error) {
      if (target !== process.stdout) await rm(draft, { force: true });
      throw error;
    }
    out.note(`${orders} orders written to ${file === '-' ? 'standard output' : file}`);
    return 0;
  },
};

async function openDraft(draft: string, file: string): Promise<WriteStream> {
  const target = createWriteStream(draft, { mode: 0o600 });
  try {
    await once(target, 'open');
  } catch (error) {
    throw new UsageError(`The file ${file} cannot be written (${(error as { code?: string }).code}).`);
  }
  return target;
}

async function write(target: NodeJS.WritableStream, text: string): Promise<void> {
  if (!target.write(text)) await once(target, 'drain');
}

type Line = OrderView['lines'][number];
const csvColumns: [string, (order: OrderView, line: Line | null) => string | number | boolean | null][] = [
  ['order_id', (o) => o.id],
  ['order_number', (o) => o.orderNumber],
  ['created_at', (o) => o.createdAt],
  ['status', (o) => o.status],
  ['financial_status', (o) => o.financialStatus],
  ['fulfillment_status', (o) => o.fulfillmentStatus],
  ['test', (o) => o.test],
  ['currency', (o) => o.currency],
  ['order_net', (o) => o.totals.net],
  ['order_total', (o) => o.totals.total],
  ['order_refunded', (o) => o.totals.refunded],
  ['order_add_on_revenue', (o) => o.addOnRevenue],
  ['line_id', (_, l) => l?.platformLineId ?? null],
  ['variant_id', (_, l) => l?.platformVariantId ?? null],
  ['sku', (_, l) => l?.sku ?? null],
  ['title', (_, l) => l?.title ?? null],
  ['quantity', (_, l) => l?.quantity ?? null],
  ['unit_price', (_, l) => l?.unitPrice ?? null],
  ['discounts', (_, l) => l?.discounts ?? null],
  ['net', (_, l) => l?.net ?? null],
  ['is_add_on', (_, l) => l?.isAddOn ?? null],
  ['add_on_id', (_, l) => l?.addOnId ?? null],
  ['add_on_revenue', (_, l) => l?.addOnRevenue ?? null],
];

function csvRows(order: OrderView): string {
  const lines = order.lines.length > 0 ? order.lines : [null];
  return lines.map((line) => `${csvLine(csvColumns.map(([, cell]) => cell(order, line)))}\n`).join('');
}
