import { z } from 'zod';
import { entryKinds } from '../domain/orders/ledger';
import { day, instant, money, text } from './base-shapes';

/** Figures over the API. */

export const figures = {
  orders: z.int(),
  grossSales: money,
  discounts: money,
  returns: money,
  netSales: money,
  addOnRevenue: money,
  attachRate: money.describe('Orders with an add-on divided by orders, 0 to 1.'),
  averageOrderValue: money.describe('(gross sales - discounts) / orders'),
  ordersWithAddOn: z.int(),
  addOnUnits: z.int(),
  salesWithAddOn: money,
  averageOrderValueWithAddOn: money,
  averageOrderValueWithoutAddOn: money,
};

export const dayFigures = z.object({ day, ...figures }).meta({ id: 'DayFigures' });

export const summaryShape = z
  .object({
    currency: z.string().length(3),
    timeZone: z.string(),
    from: day,
    to: day,
    ...figures,
    days: z.array(dayFigures),
  })
  .meta({ id: 'Summary' });

export const changesShape = z
  .object({
    data: z.array(
      z.object({
        at: instant.describe('When it was learnt.'),
        day: day.describe('The day it counts on.'),
        platformOrderId: z.string(),
        orderNumber: z.string(),
        kind: z.enum(entryKinds),
        title: text,
        change: z.enum(['came', 'went']),
        net: money,
        addOnRevenue: money,
        cause: text,
      }),
    ),
  })
  .meta({ id: 'FigureChanges' });
