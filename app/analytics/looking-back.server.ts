import { z } from 'zod';
import { remembered } from '../cache/remember.server';
import type { StoreId } from '../domain/shared/ids';
import { summaryAsKnown } from './as-known-store.server';
import type { Stretch } from './queries-store.server';
import { revisionOf } from './revision-store.server';
import type { Summary } from './summary';

/** Nobody looks back at the same instant for longer. */
const seconds = 10 * 60;
const text = z.string();
const figures = {
  orders: z.int(),
  ordersWithAddOn: z.int(),
  addOnUnits: z.int(),
  ...{ grossSales: text, discounts: text, returns: text, netSales: text, addOnRevenue: text, attachRate: text },
  ...{ averageOrderValue: text, salesWithAddOn: text },
  ...{ averageOrderValueWithAddOn: text, averageOrderValueWithoutAddOn: text },
};
const summaryShape: z.ZodType<Summary> = z.object({
  ...{ currency: text, timeZone: text, from: text, to: text, ...figures },
  days: z.array(z.object({ day: text, ...figures })),
});

/**
 * The figures of a stretch as they were known at an instant, remembered until anything changes: they are read from the
 * ledger, which takes half a second for 90 days of 50,000 orders (docs/plans.md), and a page asks for them again with every click.
 */
export async function figuresAsKnown(storeId: StoreId, stretch: Stretch, knownAt: Date): Promise<Summary> {
  const revision = await revisionOf(storeId);
  const make = () => summaryAsKnown(storeId, stretch, knownAt);
  if (revision === null) return make();
  const key = `as-known:${storeId}:${stretch.from}:${stretch.to}:${knownAt.toISOString()}:${revision}`;
  return remembered(key, summaryShape, seconds, make);
}
