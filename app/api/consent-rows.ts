import type { ConsentRow } from '../addons/consent-store.server';

/** Proofs of consent as rows of a file. */
export const consentColumns = [
  ...['order_id', 'order_number', 'ordered_at', 'line_id', 'add_on_id', 'title', 'quantity'],
  ...['ticked_at', 'price_shown', 'widget_version'],
] as const;

export function consentRow(row: ConsentRow): Record<(typeof consentColumns)[number], string | number | null> {
  return {
    order_id: row.platformOrderId,
    order_number: row.orderNumber,
    ordered_at: row.orderedAt,
    line_id: row.platformLineId,
    add_on_id: row.addOnId,
    title: row.title,
    quantity: row.quantity,
    ticked_at: row.consent?.tickedAt ?? null,
    price_shown: row.consent?.priceShown ?? null,
    widget_version: row.consent?.widgetVersion ?? null,
  };
}
