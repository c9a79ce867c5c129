import { amount, minorDigits, moneyText } from '../shared/money';
import type { Segment } from './segments';
import type { CustomerView } from './view';

/** A row of `customer_profile` as the reader fetches it. */
export type CustomerRow = {
  profile_id: string;
  orders: number;
  gross: string;
  net: string;
  refunded: string;
  add_on_revenue: string;
  orders_with_add_on: number;
  first_order_at: Date | null;
  last_order_at: Date | null;
  last_active_at: Date | null;
  recency: number | null;
  frequency: number | null;
  monetary: number | null;
  segment: Segment | null;
};
type Person = {
  name: string | null;
  email: string | null;
  phone: string | null;
  redacted: boolean;
  currency: string;
  platform_ids: string[] | null;
};

const dayMs = 86_400_000;

export function customerView(row: CustomerRow, person: Person | undefined): CustomerView {
  const currency = person?.currency ?? 'USD';
  const money = (value: string) => moneyText(value, currency);
  const { recency, frequency, monetary } = row;
  const spread = (row.last_order_at?.getTime() ?? 0) - (row.first_order_at?.getTime() ?? 0);
  const net = amount(row.net);
  return {
    id: row.profile_id,
    name: person?.name ?? null,
    email: person?.email ?? null,
    phone: person?.phone ?? null,
    redacted: person?.redacted ?? false,
    platformCustomerIds: person?.platform_ids ?? [],
    currency,
    orders: row.orders,
    lifetimeGross: money(row.gross),
    lifetimeNet: money(row.net),
    refunded: money(row.refunded),
    averageOrderValue: money(
      row.orders === 0 ? '0' : amount(row.gross).dividedBy(row.orders).toFixed(minorDigits(currency), 4),
    ),
    addOnRevenue: money(row.add_on_revenue),
    ordersWithAddOn: row.orders_with_add_on,
    addOnShare: net.isPositive() && !net.isZero() ? amount(row.add_on_revenue).dividedBy(net).toFixed(4, 4) : '0.0000',
    firstOrderAt: row.first_order_at?.toISOString() ?? null,
    lastOrderAt: row.last_order_at?.toISOString() ?? null,
    lastActiveAt: row.last_active_at?.toISOString() ?? null,
    daysBetweenOrders: row.orders > 1 ? Math.round((spread / dayMs / (row.orders - 1)) * 10) / 10 : null,
    segment: row.segment,
    scores: recency === null || frequency === null || monetary === null ? null : { recency, frequency, monetary },
  };
}
