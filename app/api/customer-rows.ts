import type { CustomerView } from '../domain/customers/view';

/** Customers as rows of a file. */
export const customerColumns = [
  ...['customer_id', 'name', 'email', 'phone', 'platform_customer_ids', 'currency', 'orders', 'lifetime_gross'],
  ...['lifetime_net', 'refunded', 'average_order_value', 'add_on_revenue', 'orders_with_add_on', 'add_on_share'],
  ...['first_order_at', 'last_order_at', 'last_active_at', 'days_between_orders', 'segment'],
] as const;

type Row = Record<(typeof customerColumns)[number], string | number | null>;

export function customerRow(customer: CustomerView): Row {
  return {
    customer_id: customer.id,
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    platform_customer_ids: customer.platformCustomerIds.join(' '),
    currency: customer.currency,
    orders: customer.orders,
    lifetime_gross: customer.lifetimeGross,
    lifetime_net: customer.lifetimeNet,
    refunded: customer.refunded,
    average_order_value: customer.averageOrderValue,
    add_on_revenue: customer.addOnRevenue,
    orders_with_add_on: customer.ordersWithAddOn,
    add_on_share: customer.addOnShare,
    first_order_at: customer.firstOrderAt,
    last_order_at: customer.lastOrderAt,
    last_active_at: customer.lastActiveAt,
    days_between_orders: customer.daysBetweenOrders,
    segment: customer.segment,
  };
}
