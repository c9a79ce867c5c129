import { z } from 'zod';
import { count, flag, list, maybeCount, maybeDecimal, maybeFlag, maybeInstant, properties, text } from '../fields';
import { id, maybeId } from './ids';
import { addressFields, restCustomer } from './rest-customer';
import { restFulfillment } from './rest-facts';

/**
 * An order of either dialect. 2022-01 names some fields otherwise (canceled_at, refund_quantity, total, source_name as an
 * object); both names are read. Everything but the id may be missing; what is missing is read as the plainest value
 * that is true.
 */

/** JSON inside of text; what cannot be read is none. */
const jsonList = z.preprocess((value) => {
  if (typeof value !== 'string') return value ?? [];
  try {
    const inner: unknown = JSON.parse(value);
    return Array.isArray(inner) ? inner : [];
  } catch {
    return [];
  }
}, z.array(z.unknown()));

/** `[{name, value}]` as a list, as JSON text, or not at all; and a plain record beside it. */
const lineProperties = z.preprocess((value) => {
  if (typeof value !== 'string' || value === '') return value === '' ? [] : value;
  try {
    const inner: unknown = JSON.parse(value);
    if (Array.isArray(inner)) return inner;
    return inner !== null && typeof inner === 'object' ? pairsIn(inner) : [];
  } catch {
    return [];
  }
}, properties);
const recordProperties = z.preprocess((value) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const { fields } = value as { fields?: unknown };
  return pairsIn(fields !== null && typeof fields === 'object' ? fields : value);
}, properties);

function pairsIn(value: object): { name: string; value: unknown }[] {
  return Object.entries(value).map(([name, one]) => ({ name, value: plainValue(one) }));
}

/** A value of a record, or one with its kind around it: `{string_value: "x"}`. */
function plainValue(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const [[kind, inner] = [], ...more] = Object.entries(value);
  return kind?.endsWith('_value') && more.length === 0 ? inner : value;
}

export const restLine = z.object({
  id: maybeId,
  product_id: maybeId,
  variant_id: maybeId,
  product_title: text,
  variant_title: text,
  sku: text,
  vendor: text,
  quantity: count,
  price: maybeDecimal,
  tax_price: maybeDecimal,
  refund_quantity: maybeCount,
  refund_quantity_total: maybeCount,
  taxable: maybeFlag,
  requires_shipping: maybeFlag,
  fulfillment_status: text,
  properties: lineProperties,
  custom_properties: recordProperties,
});
export type RestLine = z.infer<typeof restLine>;

const paymentLine = z
  .object({ id: maybeId, payment_name: text, payment_channel: text, payment_method: text })
  .nullish();

export const restOrder = z.object({
  id,
  number: text,
  created_at: maybeInstant,
  updated_at: maybeInstant,
  placed_at: maybeInstant,
  finished_at: maybeInstant,
  canceled_at: maybeInstant,
  cancelled_at: maybeInstant,
  deleted_at: maybeInstant,
  cancel_reason: text,
  status: text,
  financial_status: text,
  fulfillment_status: text,
  currency: text,
  config: z
    .object({
      product_tax_included: maybeFlag,
      market_setting: z.object({ primary_market_currency: text }).nullish(),
    })
    .nullish(),
  primary_market_price: z.object({ total_price: maybeDecimal }).nullish(),
  product_tax_included: maybeFlag,
  total_price: maybeDecimal,
  sub_total: maybeDecimal,
  total_discount: maybeDecimal,
  total_tax: maybeDecimal,
  total_shipping: maybeDecimal,
  shipping_tax_total: maybeDecimal,
  total_tip_received: maybeDecimal,
  additional_total: maybeDecimal,
  additional_prices: list(z.object({ name: text, fee_title: text, price: maybeDecimal })),
  duty_total: maybeDecimal,
  total_paid: maybeDecimal,
  total_refund_price: maybeDecimal,
  discount_applications: jsonList,
  discount_code: text,
  customer: restCustomer,
  buyer_accepts_marketing: flag,
  source_name: z.union([z.string(), z.object({ data: text })]).nullish(),
  sales_platform: text,
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  note: text,
  customer_note: text,
  payment_method: text,
  payment_line: paymentLine,
  payment_lines: list(paymentLine),
  shipping_line: z.object({ id: maybeId, name: text }).nullish(),
  shipping_address: addressFields.nullish(),
  billing_address: addressFields.nullish(),
  line_items: list(restLine),
  fulfillments: list(restFulfillment),
});
export type RestOrder = z.infer<typeof restOrder>;
