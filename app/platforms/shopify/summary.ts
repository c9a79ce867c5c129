import { z } from 'zod';
import type { CanonicalOrder } from '../../domain/orders/order';
import { instant, readAs } from '../fields';
import { fromRest } from './rest-order';
import { restOrder } from './rest-shape';

/** An order that was made of an export's rows (csv-export.ts). */
export const summary = z.object({ is_summary: z.literal(true), exported_at: instant });

export function fromSummary(value: unknown, { exported_at: exportedAt }: z.infer<typeof summary>): CanonicalOrder {
  const order = fromRest(readAs(restOrder, value, 'an order of an export'));
  // The export shows the order as it was when it was made, whenever that last changed.
  return { ...order, isSummary: true, updatedAt: exportedAt };
}
