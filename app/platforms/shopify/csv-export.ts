import { type Amount, amount, zero } from '../../domain/shared/money';
import { malformed } from '../fields';
import type { OrderExport } from '../platform';
import { readAmounts } from './csv-amounts';
import { cell, flagIn, idIn, instantIn, money, moneyOrNone, plainCell, type Row } from './csv-cells';

/**
 * The export of orders as CSV that the admin makes: one row for each line of an order, the order itself on its first.
 * Its rows become one order in the shape of REST, marked as a summary: it has no ids but the order's, no variants, and
 * of refunds and payments only their sum.
 */
export const csvExport: OrderExport = {
  needs: ['Name', 'Id', 'Currency', 'Total', 'Created at', 'Lineitem name', 'Lineitem quantity', 'Lineitem price'],
  name: 'name',
  id: 'id',
  order: restOf,
};

function restOf(rows: Row[], exportedAt: string): Record<string, unknown> {
  const head = rows[0] ?? {};
  const id = idIn(head, 'Id');
  const currency = cell(head, 'Currency') ?? '';
  const total = money(head, 'Total');
  if (total === null) throw malformed('"Total" is empty.');
  const lines = rows.filter((row) => cell(row, 'Lineitem name') !== null).map(lineOf);
  const shipping = moneyOrNone(head, 'Shipping');
  const duties = moneyOrNone(head, 'Duties');
  const tax = moneyOrNone(head, 'Taxes');
  const discount = moneyOrNone(head, 'Discount Amount');
  const read = readAmounts({
    currency,
    lines,
    subtotal: money(head, 'Subtotal'),
    discount,
    shipping,
    tax,
    duties,
    total,
  });
  const createdAt = instantIn(head, 'Created at');
  const shippingMethod = cell(head, 'Shipping Method');
  const code = cell(head, 'Discount Code');
  const current = total.minus(moneyOrNone(head, 'Refunded Amount'));
  return {
    id,
    is_summary: true,
    exported_at: exportedAt,
    name: cell(head, 'Name'),
    created_at: createdAt,
    processed_at: createdAt,
    cancelled_at: instantIn(head, 'Cancelled at') ?? instantIn(head, 'Canceled at'),
    currency,
    financial_status: cell(head, 'Financial Status'),
    fulfillment_status: cell(head, 'Fulfillment Status'),
    taxes_included: read.taxesIncluded,
    email: cell(head, 'Email'),
    phone: plainCell(head, 'Phone'),
    buyer_accepts_marketing: flagIn(head, 'Accepts Marketing') ?? false,
    source_name: cell(head, 'Source'),
    tags: cell(head, 'Tags'),
    note: cell(head, 'Notes'),
    note_attributes: attributes(cell(head, 'Note Attributes')),
    payment_gateway_names: cell(head, 'Payment Method')?.split(/ \+ |, /) ?? [],
    payment_terms: termsOf(head),
    total_price: total.toFixed(),
    subtotal_price: money(head, 'Subtotal')?.toFixed() ?? null,
    total_tax: tax.toFixed(),
    total_discounts: (money(head, 'Discount Amount') ?? sumOf(read.discounts)).toFixed(),
    current_total_price: current.toFixed(),
    total_outstanding: outstanding(head, current).toFixed(),
    total_shipping_price_set: inCurrency(read.shipping, currency),
    original_total_duties_set: duties.isZero() ? null : inCurrency(duties, currency),
    discount_codes: code ? [{ code, amount: discount.toFixed(), type: null }] : [],
    tax_lines: taxLines(head),
    billing_address: address(head, 'Billing'),
    shipping_address: address(head, 'Shipping'),
    line_items: lines.map(({ worth: _, discount: __, ...line }, at) => ({
      id: `${id}-${at + 1}`,
      ...line,
      discount_allocations: read.discounts[at]?.isZero() ? [] : [{ amount: read.discounts[at]?.toFixed() }],
    })),
    shipping_lines:
      shippingMethod || !shipping.isZero()
        ? [{ title: shippingMethod, price: shipping.toFixed(), discounted_price: read.shipping.toFixed() }]
        : [],
  };
}

function lineOf(row: Row) {
  const price = moneyOrNone(row, 'Lineitem price');
  const quantity = cell(row, 'Lineitem quantity') ?? '0';
  if (!/^\d{1,9}$/.test(quantity)) throw malformed('"Lineitem quantity" is not a whole number.');
  return {
    worth: price.times(quantity),
    discount: moneyOrNone(row, 'Lineitem discount'),
    title: cell(row, 'Lineitem name'),
    sku: plainCell(row, 'Lineitem sku'),
    vendor: cell(row, 'Vendor'),
    quantity,
    price: price.toFixed(),
    requires_shipping: flagIn(row, 'Lineitem requires shipping'),
    taxable: flagIn(row, 'Lineitem taxable'),
    fulfillment_status: cell(row, 'Lineitem fulfillment status'),
  };
}

/** Nothing came in yet, or nothing will. */
const unpaid = new Set(['pending', 'authorized', 'expired', 'voided']);

function outstanding(head: Row, current: Amount): Amount {
  return unpaid.has(cell(head, 'Financial Status') ?? '') ? current : moneyOrNone(head, 'Outstanding Balance');
}

function termsOf(head: Row) {
  const name = cell(head, 'Payment Terms Name') ?? cell(head, 'Payment Terms');
  if (!name) return null;
  return { payment_terms_name: name, payment_schedules: [{ due_at: instantIn(head, 'Next Payment Due At') }] };
}

function taxLines(head: Row): { title: string | null; price: string }[] {
  return [1, 2, 3, 4, 5].flatMap((number) => {
    const value = money(head, `Tax ${number} Value`);
    return value ? [{ title: cell(head, `Tax ${number} Name`), price: value.toFixed() }] : [];
  });
}

/** One "name: value" a line. */
function attributes(written: string | null): { name: string; value: string }[] {
  return (written ?? '').split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at > 0 ? [{ name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }] : [];
  });
}

function address(row: Row, kind: 'Billing' | 'Shipping'): Record<string, string | null> | null {
  const part = (name: string) => plainCell(row, `${kind} ${name}`);
  if (!part('Name') && !part('Address1') && !part('Street') && !part('City') && !part('Country')) return null;
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

function sumOf(amounts: Amount[]): Amount {
  return amounts.reduce((all, one) => all.plus(one), zero);
}

function inCurrency(value: Amount, currency: string) {
  const side = { amount: amount(value).toFixed(), currency_code: currency };
  return { shop_money: side, presentment_money: side };
}
