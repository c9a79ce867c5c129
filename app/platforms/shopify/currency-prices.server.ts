import type { Offerable } from '../../domain/addons/offers';
import { amount } from '../../domain/shared/money';
import type { CurrencyOfStore, CurrencyPricing, Publication } from '../platform';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import { PriceListCurrencies, PriceLists, type PriceListsResult, SetFixedPrices } from './generated/operations';
import { gid } from './gids';
import { readToEnd } from './pages.server';

/** Prices of an add-on that a merchant named in other currencies, in the price lists of the store's markets. */

type PriceList = PriceListsResult['priceLists']['nodes'][number];

/**
 * Brings the price lists of markets to what the add-on says: its price in their currency, or none of its own, so that the
 * market's rate applies. Lists of companies are the merchant's own and are left alone. What stands there already is not written.
 */
export async function setCurrencyPrices(
  client: AdminClient,
  { currencyPrices, pricing, price }: Pick<Offerable, 'currencyPrices' | 'pricing' | 'price'>,
  { platformProductId, variants }: Publication,
): Promise<CurrencyPricing> {
  const query = `product_id:${platformProductId}`;
  const { priceLists } = await client.run(PriceLists, { query });
  await readToEnd(priceLists, async (after) => (await client.run(PriceLists, { query, after })).priceLists);
  const ofMarkets = priceLists.nodes.filter(isOfMarkets);
  const wished = new Map(currencyPrices.map(({ currency, price }) => [currency, price]));
  // Prices by currency are those of an add-on with one price; rungs of a ladder, and a price that is tried, follow the rate.
  const ids = variants
    .filter((one) => pricing.kind === 'fixed' && amount(one.price).equals(amount(price)))
    .map((one) => gid('ProductVariant', one.platformVariantId));
  const mended = new Set<string>();
  for (const list of ofMarkets) {
    if (await bring(client, list, ids, wished.get(list.currency) ?? null)) mended.add(list.currency);
  }
  const has = new Set(ofMarkets.map((one) => one.currency as string));
  return { atTheRate: [...wished.keys()].filter((currency) => !has.has(currency)), mended: [...mended] };
}

/** @returns whether anything had to be written */
async function bring(client: AdminClient, list: PriceList, ids: string[], price: string | null): Promise<boolean> {
  const standing = new Map(list.prices.nodes.map((one) => [one.variant.id, one.price.amount]));
  const wanted = price === null ? [] : ids;
  const isRight = (id: string) => amount(standing.get(id) ?? '-1').equals(amount(price ?? '0'));
  const missing = wanted.filter((id) => !isRight(id));
  const left = [...standing.keys()].filter((id) => !wanted.includes(id));
  if (missing.length + left.length === 0) return false;
  const { priceListFixedPricesUpdate } = await client.run(SetFixedPrices, {
    priceListId: list.id,
    pricesToAdd: missing.map((variantId) => ({
      variantId,
      price: { amount: price ?? '0', currencyCode: list.currency },
    })),
    variantIdsToDelete: left,
  });
  const fault = faultOfUserErrors('SetFixedPrices', priceListFixedPricesUpdate?.userErrors ?? []);
  if (fault) throw fault;
  return true;
}

/** The currencies of the store's market price lists, each with the names of its lists. */
export async function currenciesOfStore(client: AdminClient): Promise<CurrencyOfStore[]> {
  const { priceLists } = await client.run(PriceListCurrencies, {});
  await readToEnd(priceLists, async (after) => (await client.run(PriceListCurrencies, { after })).priceLists);
  const names = new Map<string, string[]>();
  for (const { currency, name } of priceLists.nodes.filter(isOfMarkets))
    names.set(currency, [...(names.get(currency) ?? []), name]);
  return [...names].map(([currency, markets]) => ({ currency, markets }));
}

function isOfMarkets({ catalog }: { catalog: { __typename: string } | null }): boolean {
  return catalog?.__typename === 'MarketCatalog';
}
