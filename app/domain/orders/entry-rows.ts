import type { MoneyPair } from '../shared/money';
import type { LedgerEntry } from './ledger';
import type { Rows } from './rows';
import type { SettledOrder } from './settle-order';

/** The property that says which offer an add-on line came from. */
export const offerMark = '_tagalong_offer';

/** Adds an order's whole ledger; add-on lines carry their add-on and the offer that sold it. */
export function addEntries(rows: Rows, settled: SettledOrder): void {
  const id = settled.merged.platformOrderId;
  const offers = offersOf(settled);
  for (const entry of settled.entries) {
    const addOn = entry.platformLineId === null ? undefined : settled.attribution.get(entry.platformLineId);
    rows.entries.push(entryRow(id, entry, addOn?.addOnId ?? null, offers.get(entry.platformLineId ?? '') ?? null));
  }
}

function offersOf({ lines, attribution }: SettledOrder): Map<string, string> {
  const offers = new Map<string, string>();
  for (const line of lines) {
    if (!attribution.has(line.platformLineId)) continue;
    const offer = line.properties.find(({ name }) => name === offerMark)?.value;
    if (offer) offers.set(line.platformLineId, offer);
  }
  return offers;
}

/** A literal without spreads, as all rows of the hot path; a part that is nothing is null. */
function entryRow(
  id: string,
  entry: LedgerEntry,
  addOnId: string | null,
  offer: string | null,
): Rows['entries'][number] {
  const { gross, discounts, returns, removed, giftCards, shipping, tax, tips, duties, rounding } = entry.parts;
  return {
    platform_order_id: id,
    entry_key: entry.key,
    kind: entry.kind,
    happened_at: entry.at,
    platform_line_id: entry.platformLineId,
    platform_refund_id: entry.platformRefundId,
    add_on_id: addOnId,
    offer,
    quantity: entry.quantity,
    tax_included: entry.taxIncluded,
    gross: shop(gross),
    gross_presentment: presentment(gross),
    discounts: shop(discounts),
    discounts_presentment: presentment(discounts),
    returns: shop(returns),
    returns_presentment: presentment(returns),
    removed: shop(removed),
    removed_presentment: presentment(removed),
    gift_cards: shop(giftCards),
    gift_cards_presentment: presentment(giftCards),
    shipping: shop(shipping),
    shipping_presentment: presentment(shipping),
    tax: shop(tax),
    tax_presentment: presentment(tax),
    tips: shop(tips),
    tips_presentment: presentment(tips),
    duties: shop(duties),
    duties_presentment: presentment(duties),
    rounding: shop(rounding),
    rounding_presentment: presentment(rounding),
    total: entry.total.shop,
    total_presentment: entry.total.presentment,
    paid: entry.paid.shop,
    paid_presentment: entry.paid.presentment,
  };
}

function shop(part: MoneyPair | undefined): string | null {
  return part?.shop ?? null;
}

function presentment(part: MoneyPair | undefined): string | null {
  return part?.presentment ?? null;
}
