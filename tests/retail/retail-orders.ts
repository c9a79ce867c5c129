import type { Invoice, LocalTime } from './retail-data';

/** An invoice with its credit notes as the platform would tell the order: a REST body. */
export function retailOrder(invoice: Invoice): Record<string, unknown> {
  const lineId = (line: number) => invoice.id * 10_000 + line;
  const back = (line: number) =>
    invoice.credits
      .flatMap((one) => one.lines)
      .filter((one) => one.line === line)
      .reduce((n, one) => n + one.quantity, 0);
  const total = invoice.lines.reduce((pence, line) => pence + line.pence * line.quantity, 0);
  const refunds = invoice.credits.map((credit, n) => {
    const at = instantOf(credit.at);
    const id = invoice.id * 10 + n;
    const paid = credit.lines.reduce(
      (sum, { line, quantity }) => sum + quantity * (invoice.lines[line]?.pence ?? 0),
      0,
    );
    return {
      ...{ id, order_id: invoice.id, created_at: at, processed_at: at, note: null, order_adjustments: [] },
      refund_line_items: credit.lines.map(({ line, quantity }, index) => ({
        ...{ id: id * 10_000 + index, line_item_id: lineId(line), quantity, restock_type: 'return' },
        ...{ subtotal: pounds(quantity * (invoice.lines[line]?.pence ?? 0)), total_tax: '0.00' },
      })),
      transactions: [transaction(id * 10, invoice.id, 'refund', paid, at)],
    };
  });
  const at = instantOf(invoice.at);
  const returned = refunds.flatMap(({ transactions }) => transactions).reduce((sum, one) => sum + one.pence, 0);
  return {
    ...{ id: invoice.id, name: `#${invoice.id}`, created_at: at, processed_at: at, currency: 'GBP' },
    ...{ updated_at: refunds.reduce((last, one) => (one.created_at > last ? one.created_at : last), at) },
    ...{ presentment_currency: 'GBP', taxes_included: false, test: false, fulfillment_status: 'fulfilled' },
    ...{ financial_status: refunds.length === 0 ? 'paid' : returned === total ? 'refunded' : 'partially_refunded' },
    ...{ total_price: pounds(total), subtotal_price: pounds(total), total_tax: '0.00', total_discounts: '0.00' },
    current_total_price: pounds(total - returned),
    customer: {
      ...{ id: invoice.customer, email: `buyer${invoice.customer}@example.com`, verified_email: true },
      ...{ created_at: '2010-12-01T00:00:00Z', updated_at: '2010-12-01T00:00:00Z' },
    },
    line_items: invoice.lines.map((line, n) => ({
      ...{ id: lineId(n), title: `Article ${line.stock}`, sku: String(line.stock), variant_id: 1_000_000 + line.stock },
      ...{ product_id: 2_000_000 + line.stock, quantity: line.quantity, price: pounds(line.pence) },
      ...{ current_quantity: line.quantity - back(n), tax_lines: [], discount_allocations: [], properties: [] },
    })),
    refunds,
    fulfillments: [],
    shipping_lines: [],
  };
}

function transaction(id: number, orderId: number, kind: string, pence: number, at: string) {
  const amount = pounds(pence);
  return {
    ...{ id, order_id: orderId, kind, status: 'success', gateway: 'manual', amount, currency: 'GBP', pence },
    ...{ created_at: at, processed_at: at, test: false },
  };
}

export function pounds(pence: number | bigint): string {
  const text = String(pence).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** London's clocks stood an hour ahead from 27 March to 30 October 2011. */
function instantOf({ day, minute }: LocalTime): string {
  const offset = day >= '2011-03-27' && day < '2011-10-30' ? 60 : 0;
  return new Date(Date.parse(day) + (minute - offset) * 60_000).toISOString();
}
