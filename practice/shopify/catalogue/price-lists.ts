import { exact, minorDigits } from '../../money';
import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { FixedPriceDoc } from '../ledger/store';
import type { StoreRoom } from '../store-room';

/** Every market has a price list, by the market's id: fixed prices there go before the market's rate. */
export function changeFixedPrices(room: StoreRoom, args: Args): { added: FixedPriceDoc[]; deleted: string[] } {
  const market = room.doc().markets.find((one) => one.id === idOf(args.priceListId));
  if (!market) return refuse(['priceListId'], 'Price list does not exist.', 'PRICE_LIST_NOT_FOUND');
  const shelf = room.shelf('fixedPrice');
  const keyOf = (variantId: string) => `${market.id}|${idOf(variantId)}`;
  const added = (args.pricesToAdd ?? []).map((one: Args, index: number): FixedPriceDoc => {
    const field = ['pricesToAdd', String(index)];
    if (room.variant(idOf(one.variantId)) === null)
      refuse([...field, 'variantId'], 'Variant does not exist.', 'VARIANT_NOT_FOUND');
    if (one.price.currencyCode !== market.currency)
      refuse([...field, 'price'], 'Currency must match the price list.', 'PRICE_LIST_CURRENCY_MISMATCH');
    const amount = exact(one.price.amount).toFixed(minorDigits(market.currency));
    return { id: keyOf(one.variantId), marketId: market.id, variantId: idOf(one.variantId), amount };
  });
  const deleted: string[] = args.variantIdsToDelete ?? [];
  for (const [index, one] of deleted.entries())
    if (shelf.get(keyOf(one)) === null)
      refuse(['variantIdsToDelete', String(index)], 'Only fixed prices can be deleted.', 'PRICE_NOT_FIXED');
  for (const one of added) shelf.put(one);
  for (const one of deleted) shelf.remove(keyOf(one));
  return { added, deleted };
}
