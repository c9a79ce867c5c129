import { z } from 'zod';
import type { CanonicalOrder } from '../../domain/orders/order';
import { amount, minorDigits, sum, zero } from '../../domain/shared/money';
import { instant, malformed, readAs } from './fields';
import { fromRest } from './rest-order';
import { restOrder } from './rest-shape';

/**
 * The export of orders as CSV that the admin makes: one row for each line of an order, the order itself on its first.
 * It has no ids but the order's, no variants, and of refunds, discounts and tax mostly their sum: a summary. What it
 * leaves open is read in the plainest way that adds up to the order's own total.
 */
export const csvExport = { needs: ['Name', 'Id', 'Currency', 'Total', 'Created at', 'Lineitem name'], groupBy: 'Name' };

export const csvOrder = z.object({ exported_at: instant, csv_rows: z.array(z.record(z.string(), z.string())).min(1) });
type Row = Record<string, string>;

/** @throws {Fault} `malformed` when the rows are no order */
export function fromCsv({ exported_at: exportedAt, csv_rows: rows }: z.infer<typeof csvOrder>): CanonicalOrder {
  const [head = {}] = rows;
  if (!head.Id) throw malformed('The first row of the order has no Id.');
  const told = readAs(restOrder, restOf(head, rows), 'an order of an export');
  const order = fromRest(told);
  const total = amount(order.totals.total.shop);
  const current = total.minus(money(head, 'Refunded Amount'));
  const isPaid = !unpaid.has(told.financial_status ?? '');
  const outstanding = isPaid ? money(head, 'Outstanding Balance') : current;
  const pair = (value: typeof total) => ({ shop: value.toFixed(), presentment: value.toFixed() });
  return {
    ...order,
    isSummary: true,
    // The export shows the order as it was when it was made, whenever that last changed.
    updatedAt: exportedAt,
    totals: { ...order.totals, currentTotal: pair(current), outstanding: pair(outstanding) },
  };
}

/** Nothing came in yet, or nothing will. */
const unpaid = new Set(['pending', 'authorized', 'expired', 'voided']);

function restOf(head: Row, rows: Row[]): Record<string, unknown> {
  const lines = rows.filter((row) => row['Lineitem name']);
  const [subtotal, shipping, taxes, total] = ['Subtotal', 'Shipping', 'Taxes', 'Total'].map((name) =>
    money(head, name),
  );
  const duties = money(head, 'Duties');
  const goods = lines.map((row) => money(row, 'Lineitem price').times(row['Lineitem quantity'] || 0));
  const own = lines.map((row) => money(row, 'Lineitem discount'));
  const worth = goods.map((value, at) => value.minus(own[at] ?? zero));
  // What the subtotal lacks is discounts of the order, shared out by worth.
  const shared = head.Subtotal ? sum(worth).minus(subtotal ?? zero) : zero;
  const shares = shareOut(shared.isNegative() ? zero : shared, worth, head.Currency ?? '');
  const beforeTax = (subtotal ?? zero).plus(shipping ?? zero).plus(duties);
  const code = head['Discount Code'] || null;
  return {
    id: head.Id,
    name: head.Name,
    created_at: time(head['Created at']),
    processed_at: time(head['Created at']),
    cancelled_at: time(head['Cancelled at']),
    currency: head.Currency,
    financial_status: head['Financial Status'] || null,
    fulfillment_status: head['Fulfillment Status'] || null,
    // Prices hold the tax when nothing is left to add for it.
    taxes_included: !(taxes ?? zero).isZero() && beforeTax.equals(total ?? zero),
    email: head.Email || null,
    phone: head.Phone || null,
    buyer_accepts_marketing: head['Accepts Marketing'] === 'yes',
    source_name: head.Source || null,
    tags: head.Tags ?? '',
    note: head.Notes || null,
    note_attributes: attributes(head['Note Attributes']),
    payment_gateway_names: (head['Payment Method'] ?? '').split(' + ').filter(Boolean),
    payment_terms: head['Payment Terms Name']
      ? {
          payment_terms_name: head['Payment Terms Name'],
          payment_schedules: [{ due_at: time(head['Next Payment Due At']) }],
        }
      : null,
    total_price: text(total),
    subtotal_price: text(subtotal),
    total_tax: text(taxes),
    total_discounts: text(sum([...shares, ...own])),
    total_shipping_price_set: set(shipping ?? zero, head.Currency),
    original_total_duties_set: duties.isZero() ? null : set(duties, head.Currency),
    discount_codes: code ? [{ code, amount: text(money(head, 'Discount Amount')), type: null }] : [],
    billing_address: address(head, 'Billing'),
    shipping_address: address(head, 'Shipping'),
    line_items: lines.map((row, at) => ({
      title: row['Lineitem name'],
      sku: row['Lineitem sku'] || null,
      vendor: row.Vendor || null,
      quantity: row['Lineitem quantity'] || '0',
      price: text(money(row, 'Lineitem price')),
      requires_shipping: row['Lineitem requires shipping'] === 'true',
      taxable: row['Lineitem taxable'] === 'true',
      fulfillment_status: row['Lineitem fulfillment status'] || null,
      discount_allocations: [own[at] ?? zero, shares[at] ?? zero]
        .filter((value) => !value.isZero())
        .map((value) => ({ amount: text(value) })),
    })),
    shipping_lines: head['Shipping Method']
      ? [{ title: head['Shipping Method'], price: text(shipping), discounted_price: text(shipping) }]
      : [],
  };
}

type Amount = ReturnType<typeof amount>;

function money(row: Row, column: string): Amount {
  const written = row[column]?.trim();
  if (!written) return zero;
  try {
    return amount(written);
  } catch {
    throw malformed(`"${column}" is not an amount.`);
  }
}

function text(value: Amount | undefined): string {
  return (value ?? zero).toFixed();
}

function set(value: Amount, currency: string | undefined) {
  const side = { amount: value.toFixed(), currency_code: currency };
  return { shop_money: side, presentment_money: side };
}

/** "2026-02-01 09:00:00 +0100" as ISO 8601; what is not written is null. */
function time(written: string | undefined): string | null {
  if (!written) return null;
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?([+-]\d{2}):?(\d{2})$/.exec(written.trim());
  return match ? `${match[1]}T${match[2]}${match[3]}:${match[4]}` : written;
}

/** One "name: value" a line. */
function attributes(written: string | undefined): { name: string; value: string }[] {
  return (written ?? '').split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at > 0 ? [{ name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }] : [];
  });
}

function address(row: Row, kind: 'Billing' | 'Shipping'): Record<string, string | null> | null {
  const part = (name: string) => row[`${kind} ${name}`]?.replace(/^'/, '') || null;
  if (!part('Name') && !part('Address1') && !part('City') && !part('Country')) return null;
  return {
    name: part('Name'),
    company: part('Company'),
    address1: part('Address1') ?? part('Street'),
    address2: part('Address2'),
    city: part('City'),
    zip: part('Zip'),
    province: part('Province Name'),
    province_code: part('Province'),
    country_code: part('Country'),
    phone: part('Phone'),
  };
}

/** An amount over lines by what they are worth; cut cumulatively, so that the shares are exactly the whole. */
function shareOut(whole: Amount, weights: Amount[], currency: string): Amount[] {
  const all = sum(weights);
  if (whole.isZero() || all.isZero()) return weights.map(() => zero);
  const digits = minorDigits(currency);
  let [before, weight] = [zero, zero];
  return weights.map((one) => {
    weight = weight.plus(one);
    const upTo = weight.equals(all) ? whole : whole.times(weight).dividedBy(all).toDecimalPlaces(digits);
    const share = upTo.minus(before);
    before = upTo;
    return share;
  });
}
