import { gid, idOf } from '../gids';
import type { StoreDoc } from '../ledger/store';
import type { StoreRoom } from '../store-room';
import { variantView } from './product-view';
import { marketView } from './shop-view';
import { type Args, money, type View } from './view';

/** The price list of a market. Of its filters `product_id` and `variant_id` are known; other prices than fixed ones are not listed. */
export function priceListView(room: StoreRoom, market: StoreDoc['markets'][number]): View {
  const fixed = () =>
    room
      .shelf('fixedPrice')
      .all()
      .filter((one) => one.marketId === market.id)
      .flatMap((one) => {
        const found = room.variant(one.variantId);
        return found ? [{ ...one, ...found }] : [];
      });
  return {
    __typename: 'PriceList',
    id: gid('PriceList', market.id),
    name: market.name,
    currency: market.currency,
    fixedPricesCount: () => fixed().length,
    catalog: () => ({
      __typename: 'MarketCatalog',
      id: gid('MarketCatalog', market.id),
      title: market.name,
      status: 'ACTIVE',
      markets: [marketView(room, market)],
    }),
    prices: (args: Args) => {
      const [, field, value] = /^(product_id|variant_id):(\d+)$/.exec(args.query ?? '') ?? [];
      return fixed()
        .filter((one) => !field || idOf(value ?? '') === (field === 'product_id' ? one.product.id : one.variantId))
        .map((one) => ({
          __typename: 'PriceListPrice',
          originType: 'FIXED',
          price: money(one.amount, market.currency),
          compareAtPrice: null,
          variant: variantView(room, one.product, one.variant),
        }));
    },
  };
}
