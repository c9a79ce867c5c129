import { z } from 'zod';
import { segments } from '../domain/customers/segments';
import { instant, money, page, text } from './base-shapes';
import { orderShape } from './order-shapes';

/** Customers over the API. */

export const customerShape = z
  .object({
    id: z.uuid(),
    name: text,
    email: text,
    phone: text,
    redacted: z.boolean().describe('The person was erased; the figures stay.'),
    platformCustomerIds: z.array(z.string()),
    currency: z.string().length(3),
    orders: z.int(),
    lifetimeGross: money.describe('Gross sales less discounts.'),
    lifetimeNet: money.describe('The same less returns.'),
    refunded: money,
    averageOrderValue: money,
    addOnRevenue: money,
    ordersWithAddOn: z.int(),
    addOnShare: money.describe('Add-on revenue divided by lifetime net, 0 to 1.'),
    firstOrderAt: instant.nullable(),
    lastOrderAt: instant.nullable(),
    lastActiveAt: instant.nullable(),
    daysBetweenOrders: z.number().nullable(),
    segment: z.enum(segments).nullable(),
    scores: z.object({ recency: z.int(), frequency: z.int(), monetary: z.int() }).nullable(),
  })
  .meta({ id: 'Customer' });
export const customerPageShape = z.object({ data: z.array(customerShape), page }).meta({ id: 'CustomerPage' });
export const customerDetailShape = customerShape
  .extend({
    timeline: z.array(
      z.object({
        at: instant,
        kind: z.string(),
        platformOrderId: z.string(),
        orderNumber: z.string(),
        amount: money.nullable(),
        currency: z.string(),
      }),
    ),
    recentOrders: z.array(orderShape),
  })
  .meta({ id: 'CustomerDetail' });
