import type { SoldVariant } from '../domain/addons/offers';
import type { StoreId } from '../domain/shared/ids';
import { amount } from '../domain/shared/money';
import { log } from '../observability/log.server';
import type { FoundPublication, StoreApi } from '../platforms/platform';
import type { AddOnView } from './add-on';
import { listAddOns } from './add-on-store.server';
import { runningExperiments } from './experiments/experiment-store.server';
import { pricesFor } from './price-store.server';
import { askToPublish } from './publication-store.server';
import { mendCurrencyPrices } from './publish.server';

/** Why an add-on that was published must be published again; the words stand in its history. */
export type Drift = 'prices' | 'deleted' | 'withdrawn' | 'renamed' | 'variants';

/**
 * Looks at every add-on that is sold: whether its prices still fit the store's products, and whether somebody
 * changed or deleted its product in the admin. What is found is repaired by publishing again, and told in the audit.
 * @returns how many had to be repaired
 */
export async function tendAddOns(
  storeId: StoreId,
  connect: () => Promise<Pick<StoreApi, 'inspectAddOns' | 'setCurrencyPrices'>>,
): Promise<number> {
  const sold = (await listAddOns(storeId)).filter(
    ({ state, publication }) => state === 'active' && publication.state !== 'publishing',
  );
  if (sold.length === 0) return 0;
  const published = sold.filter(({ publication }) => publication.platformProductId !== null);
  const api = await connect();
  const ids = published.map(({ publication }) => publication.platformProductId as string);
  const found = await api.inspectAddOns(ids);
  const { tried } = await runningExperiments(storeId);
  const right: AddOnView[] = [];
  let mended = 0;
  for (const addOn of sold) {
    const at = published.indexOf(addOn);
    const { prices } = await pricesFor(storeId, addOn, tried);
    const drift = at < 0 ? repriced(prices, []) : driftOf(addOn, found[at] ?? null, prices);
    if (drift === null) right.push(addOn);
    if (drift === null || prices.length === 0) continue;
    log.info({ storeId, addOnId: addOn.id, drift }, 'an add-on is published again');
    await askToPublish(storeId, addOn.id, drift);
    mended++;
  }
  // After what is only asked for: a price list that cannot be changed must not keep a product from being repaired.
  for (const { id } of right.filter(({ currencyPrices }) => currencyPrices.length > 0)) {
    if (await mendCurrencyPrices(storeId, id, api)) mended++;
  }
  return mended;
}

/** What differs between an add-on as it should be sold and its product, the gravest first. */
export function driftOf(
  addOn: Pick<AddOnView, 'title' | 'publication'>,
  found: FoundPublication,
  prices: string[],
): Drift | null {
  if (found === null) return 'deleted';
  if (!found.isOffered) return 'withdrawn';
  const repricing = repriced(prices, addOn.publication.variants);
  if (repricing) return repricing;
  if (!sameVariants(found.variants, addOn.publication.variants)) return 'variants';
  return found.title === addOn.title ? null : 'renamed';
}

function repriced(prices: string[], variants: SoldVariant[]): Drift | null {
  const same = prices.length === variants.length && prices.every((price, i) => isSame(price, variants[i]?.price));
  return same ? null : 'prices';
}

function sameVariants(found: SoldVariant[], kept: SoldVariant[]): boolean {
  const known = new Map(kept.map((one) => [one.platformVariantId, one.price]));
  return (
    found.length === kept.length &&
    found.every(({ platformVariantId, price }) => isSame(price, known.get(platformVariantId)))
  );
}

function isSame(one: string, other: string | undefined): boolean {
  return other !== undefined && amount(one).equals(amount(other));
}
