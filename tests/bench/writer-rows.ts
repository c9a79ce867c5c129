import { hash as digest } from 'node:crypto';
import { customerRow } from '../../app/domain/customers/customer-row';
import { contentOf } from '../../app/domain/orders/content';
import * as facts from '../../app/domain/orders/fact-tables';
import { mergeOrder, readWhole } from '../../app/domain/orders/merge-order';
import type { OrderNews } from '../../app/domain/orders/order';
import { addRows } from '../../app/domain/orders/order-rows';
import { personHashes } from '../../app/domain/orders/person-hash.server';
import { noRows } from '../../app/domain/orders/rows';
import { settleOrder } from '../../app/domain/orders/settle-order';
import * as tables from '../../app/domain/orders/tables';
import type { ReadyRows } from './writer-limit';

const sha256 = (text: string) => digest('sha256', text, 'hex');

/** The rows of new orders, ready made: what the limit and Prisma write. */
export function readyRows(news: OrderNews[], ownVariants: ReadonlyMap<string, string>): ReadyRows {
  const rows = noRows();
  const hashes = personHashes();
  const customers = new Map<string, ReturnType<typeof customerRow>>();
  for (const { platformOrderId, order } of news) {
    if (!order) continue;
    const merged = mergeOrder(platformOrderId, undefined, [readWhole('shopify', order, sha256)], [], sha256);
    addRows(rows, settleOrder(merged, ownVariants), hashes, null);
    for (const one of merged.customers) {
      customers.set(one.platformCustomerId, customerRow(one, sha256(contentOf.customer(one)), hashes));
    }
  }
  return [
    { table: tables.ordersTable, rows: rows.orders },
    { table: tables.linesTable, rows: rows.lines },
    { table: tables.addressesTable, rows: rows.addresses },
    { table: tables.shippingLinesTable, rows: rows.shippingLines },
    { table: tables.discountsTable, rows: rows.discounts },
    { table: facts.transactionsTable, rows: rows.transactions },
    { table: facts.refundsTable, rows: rows.refunds },
    { table: facts.refundLinesTable, rows: rows.refundLines },
    { table: facts.refundAdjustmentsTable, rows: rows.refundAdjustments },
    { table: facts.fulfillmentsTable, rows: rows.fulfillments },
    { table: facts.customersTable, rows: [...customers.values()] },
  ];
}
