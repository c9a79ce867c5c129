import type { FulfillmentView } from './view';

/** Where the parcels of an order are: every number once, with the lines that travel under it. */
export type Tracking = {
  number: string | null;
  company: string | null;
  url: string | null;
  status: string | null;
  deliveredAt: string | null;
  platformLineIds: string[];
};

/** Cancelled shipments never left; one without a number is told all the same. */
export function trackingOf(fulfillments: FulfillmentView[]): Tracking[] {
  const found = new Map<string, Tracking>();
  for (const shipment of fulfillments) {
    if (shipment.status === 'cancelled' || shipment.status === 'failed') continue;
    const labels = shipment.tracking.length > 0 ? shipment.tracking : [{ number: null, company: null, url: null }];
    for (const { number, company, url } of labels) {
      const key = number === null ? `shipment ${shipment.platformFulfillmentId}` : `${company} ${number}`;
      const known = found.get(key);
      const lines = [...(known?.platformLineIds ?? []), ...shipment.lines.map((line) => line.platformLineId)];
      found.set(key, {
        ...{ number, company, url },
        status: shipment.shipmentStatus ?? known?.status ?? null,
        deliveredAt: shipment.deliveredAt ?? known?.deliveredAt ?? null,
        platformLineIds: [...new Set(lines)],
      });
    }
  }
  return [...found.values()];
}

/** Something was shipped, and all of it has arrived. */
export function isDelivered(
  fulfillments: Pick<FulfillmentView, 'status' | 'shipmentStatus' | 'deliveredAt'>[],
): boolean {
  const made = fulfillments.filter(({ status }) => status === 'success');
  return made.length > 0 && made.every((one) => one.deliveredAt !== null || one.shipmentStatus === 'delivered');
}
