import { orderIdOf, type PlatformName } from '../shared/ids';
import { moneyText } from '../shared/money';
import { lineNet } from './figures';
import type { LineView, OrderTotals, OrderView } from './view';

/** A row of `orders` as the reader fetches it: money as text, times as Date. */
export type OrderRow = {
  platform: PlatformName;
  platform_order_id: string;
  order_number: string;
  status: string;
  financial_status: string;
  fulfillment_status: string;
  test: boolean;
  currency: string;
  presentment_currency: string;
  created_at: Date;
  processed_at: Date | null;
  platform_updated_at: Date;
  cancelled_at: Date | null;
  deleted_at: Date | null;
  payment_method_first: string | null;
  payment_method_current: string | null;
  profile_id: string | null;
  revision: number;
  our_note: string | null;
  our_tags: string[] | null;
  our_revision: number | null;
  platform_customer_id: string | null;
  customer_name: string | null;
  email: string | null;
  phone: string | null;
  redacted_at: Date | null;
  add_on_revenue: string;
  add_on_revenue_presentment: string;
} & Record<keyof OrderTotals | `${keyof OrderTotals}_presentment`, string>;

export type LineRow = {
  platform_order_id: string;
  platform_line_id: string;
  platform_product_id: string | null;
  platform_variant_id: string | null;
  sku: string | null;
  title: string;
  variant_title: string | null;
  vendor: string | null;
  fulfillment_status: string | null;
  sku_link: 'linked' | 'waiting';
  tax: string;
  quantity: number;
  current_quantity: number;
  unit_price: string;
  unit_price_presentment: string;
  discounts: string;
  discounts_presentment: string;
  refunded: string;
  refunded_presentment: string;
  is_gift_card: boolean;
  is_tip: boolean;
  is_add_on: boolean;
  add_on_id: string | null;
  add_on_revenue: string;
  add_on_revenue_presentment: string;
  parent_platform_line_id: string | null;
  properties: { name: string; value: string }[];
};

export const totalNames = [
  ...([
    'gross',
    'discounts',
    'returns',
    'net',
    'shipping',
    'tax',
    'tips',
    'duties',
    'total',
    'refunded',
    'removed',
    'balance',
    'paid',
  ] as const),
] satisfies (keyof OrderTotals)[];

/** An order row and its line rows as the API shows them. */
export function orderView(row: OrderRow, lines: LineRow[]): OrderView {
  return {
    id: orderIdOf(row.platform, row.platform_order_id),
    platform: row.platform,
    platformOrderId: row.platform_order_id,
    orderNumber: row.order_number,
    status: row.status,
    financialStatus: row.financial_status,
    fulfillmentStatus: row.fulfillment_status,
    test: row.test,
    currency: row.currency,
    presentmentCurrency: row.presentment_currency,
    createdAt: row.created_at.toISOString(),
    processedAt: row.processed_at?.toISOString() ?? null,
    updatedAt: row.platform_updated_at.toISOString(),
    cancelledAt: row.cancelled_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    paymentMethod: { first: row.payment_method_first ?? 'unknown', current: row.payment_method_current ?? 'unknown' },
    customerId: row.profile_id,
    revision: row.revision,
    annotation: { note: row.our_note, tags: row.our_tags ?? [], revision: row.our_revision ?? 0 },
    customer:
      row.platform_customer_id === null
        ? null
        : {
            platformCustomerId: row.platform_customer_id,
            name: row.customer_name,
            email: row.email,
            phone: row.phone,
            redacted: row.redacted_at !== null,
          },
    totals: totalsOf(row, '', row.currency),
    addOnRevenue: moneyText(row.add_on_revenue, row.currency),
    presentment: {
      totals: totalsOf(row, '_presentment', row.presentment_currency),
      addOnRevenue: moneyText(row.add_on_revenue_presentment, row.presentment_currency),
    },
    lines: lines.map((line) => lineView(line, row.currency, row.presentment_currency)),
  };
}

function totalsOf(row: OrderRow, side: '' | '_presentment', currency: string): OrderTotals {
  const totals = totalNames.map((name) => [name, moneyText(row[`${name}${side}`], currency)]);
  return Object.fromEntries(totals) as OrderTotals;
}

function lineView(row: LineRow, currency: string, presentmentCurrency: string): LineView {
  const net = lineNet(
    {
      platformLineId: row.platform_line_id,
      quantity: row.quantity,
      unitPrice: { shop: row.unit_price, presentment: row.unit_price_presentment },
      discounts: { shop: row.discounts, presentment: row.discounts_presentment },
      isGiftCard: row.is_gift_card,
      isAddOn: row.is_add_on,
    },
    { shop: row.refunded, presentment: row.refunded_presentment },
  );
  return {
    platformLineId: row.platform_line_id,
    platformProductId: row.platform_product_id,
    platformVariantId: row.platform_variant_id,
    sku: row.sku,
    title: row.title,
    skuLink: row.platform_variant_id === null ? 'none' : row.sku_link,
    variantTitle: row.variant_title,
    vendor: row.vendor,
    fulfillmentStatus: row.fulfillment_status,
    tax: moneyText(row.tax, currency),
    quantity: row.quantity,
    currentQuantity: row.current_quantity,
    unitPrice: moneyText(row.unit_price, currency),
    discounts: moneyText(row.discounts, currency),
    net: moneyText(net.shop, currency),
    isGiftCard: row.is_gift_card,
    isAddOn: row.is_add_on,
    addOnId: row.add_on_id,
    addOnRevenue: moneyText(row.add_on_revenue, currency),
    parentPlatformLineId: row.parent_platform_line_id,
    properties: row.properties,
    presentment: {
      unitPrice: moneyText(row.unit_price_presentment, presentmentCurrency),
      discounts: moneyText(row.discounts_presentment, presentmentCurrency),
      net: moneyText(net.presentment, presentmentCurrency),
      addOnRevenue: moneyText(row.add_on_revenue_presentment, presentmentCurrency),
    },
  };
}
