import { z } from 'zod';
import { count, flag, list, maybeCount, maybeDecimal, maybeFlag, maybeInstant, properties, text } from '../fields';
import { id, maybeId } from './ids';
import { moneySet, plainAmount } from './money';
import { restCustomer } from './rest-customer';
import { restFulfillment, restRefund, restTransaction } from './rest-facts';
import { addressFields } from './shared-order';

/**
 * An order as webhooks carry it: REST-shaped, with money sets since 2019 and plain amounts before. Everything but
 * the id may be missing; what is missing is read as the plainest value that is true.
 */
export const restTaxLine = z.object({
  title: text,
  rate: z.string().nullish(),
  price: plainAmount,
  price_set: moneySet,
});
export const restAllocation = z.object({
  amount: plainAmount,
  amount_set: moneySet,
  discount_application_index: maybeCount,
});

export const restLine = z.object({
  id: maybeId,
  product_id: maybeId,
  variant_id: maybeId,
  sku: text,
  title: text,
  name: text,
  variant_title: text,
  vendor: text,
  quantity: count,
  current_quantity: maybeCount,
  price: plainAmount,
  price_set: moneySet,
  total_discount: plainAmount,
  total_discount_set: moneySet,
  gift_card: flag,
  tip: z.unknown().optional(),
  requires_shipping: maybeFlag,
  taxable: maybeFlag,
  fulfillment_status: text,
  sales_line_item_group_id: maybeId,
  properties,
  tax_lines: list(restTaxLine),
  discount_allocations: list(restAllocation),
  duties: list(z.object({ price: plainAmount, price_set: moneySet, tax_lines: list(restTaxLine) })),
});

export const restShippingLine = z.object({
  id: maybeId,
  title: text,
  code: text,
  carrier_identifier: text,
  source: text,
  price: plainAmount,
  price_set: moneySet,
  discounted_price: plainAmount,
  discounted_price_set: moneySet,
  is_removed: flag,
  tax_lines: list(restTaxLine),
  discount_allocations: list(restAllocation),
});

const restApplication = z.object({
  type: text,
  code: text,
  title: text,
  description: text,
  value: maybeDecimal,
  value_type: text,
  allocation_method: text,
  target_selection: text,
  target_type: text,
});

export const restOrder = z.object({
  id,
  name: text,
  order_number: z.string().nullish(),
  created_at: maybeInstant,
  processed_at: maybeInstant,
  updated_at: maybeInstant,
  cancelled_at: maybeInstant,
  cancel_reason: text,
  closed_at: maybeInstant,
  test: flag,
  confirmed: maybeFlag,
  financial_status: text,
  fulfillment_status: text,
  currency: text,
  presentment_currency: text,
  taxes_included: flag,
  tax_exempt: flag,
  estimated_taxes: flag,
  duties_included: flag,
  buyer_accepts_marketing: flag,
  customer: restCustomer,
  email: text,
  contact_email: text,
  phone: text,
  customer_locale: text,
  source_name: text,
  source_identifier: text,
  po_number: text,
  app_id: maybeId,
  tags: text,
  note: text,
  note_attributes: properties,
  cart_token: text,
  checkout_token: text,
  payment_gateway_names: list(z.string()),
  payment_terms: z
    .object({
      payment_terms_name: text,
      payment_terms_type: text,
      due_in_days: maybeCount,
      payment_schedules: list(z.object({ due_at: maybeInstant })),
    })
    .nullish(),
  total_price: plainAmount,
  total_price_set: moneySet,
  current_total_price: plainAmount,
  current_total_price_set: moneySet,
  subtotal_price: plainAmount,
  subtotal_price_set: moneySet,
  current_subtotal_price: plainAmount,
  current_subtotal_price_set: moneySet,
  total_discounts: plainAmount,
  total_discounts_set: moneySet,
  current_total_discounts: plainAmount,
  current_total_discounts_set: moneySet,
  total_outstanding: plainAmount,
  total_tax: plainAmount,
  total_tax_set: moneySet,
  current_total_tax: plainAmount,
  current_total_tax_set: moneySet,
  total_shipping_price_set: moneySet,
  total_tip_received: plainAmount,
  total_tip_received_set: moneySet,
  original_total_duties_set: moneySet,
  discount_codes: list(z.object({ code: text, amount: maybeDecimal, type: text })),
  discount_applications: list(restApplication),
  line_items: list(restLine),
  billing_address: addressFields,
  shipping_address: addressFields,
  shipping_lines: list(restShippingLine),
  transactions: list(restTransaction),
  refunds: list(restRefund),
  fulfillments: list(restFulfillment),
});
export type RestOrder = z.infer<typeof restOrder>;
