import { oneAtATime } from '../db/one-at-a-time.server';
import type { Offerable, Tried } from '../domain/addons/offers';
import { asFault, Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { Publication, StoreApi } from '../platforms/platform';
import { platformOf } from '../platforms/registry.server';
import { audit } from '../tenancy/audit-store.server';
import { findStore } from '../tenancy/store.server';
import type { AddOnView } from './add-on';
import { findAddOn, listAddOns } from './add-on-store.server';
import { runningExperiments } from './experiments/experiment-store.server';
import { pricesFor } from './price-store.server';
import { keepPublication, keepWithdrawal, markPublication, type RelinkAddOns } from './publication-store.server';

/** What the publish job asks of the platform. */
export type PublishApi = Pick<StoreApi, 'publishAddOn' | 'setCurrencyPrices' | 'withdrawAddOn' | 'publishOffers'>;

export type Published =
  | { outcome: 'published'; publication: Publication }
  | { outcome: 'withdrawn' }
  /** there was no add-on to bring: only the offers were written */
  | { outcome: 'offers-only' };

/** An older publication can never write its offers over a newer one's. */
const publishing = { name: 'publish', busy: 'Another add-on is being published. This one follows.' };

/**
 * Brings one add-on to the platform as it is saved now, and then the store's offers. Running it twice is
 * running it once. The order keeps shoppers safe: a product and its variant are known here before an offer
 * shows them, and an offer is gone before its product is.
 * @param addOnId null writes the offers alone
 * @param connect opens the store's API; a store that cannot be reached is a failed publication too
 * @param relink links order lines that were saved before their variant was known
 * @throws {Fault} what the platform answered; the add-on then says "failed" with the reason
 */
export function publishAddOn(
  storeId: StoreId,
  addOnId: string | null,
  connect: () => Promise<PublishApi>,
  relink: RelinkAddOns,
): Promise<Published> {
  return oneAtATime(storeId, publishing, async () => {
    const addOn = addOnId === null ? null : await findAddOn(storeId, addOnId);
    if (addOn === null) {
      await publishOffers(storeId, await connect());
      return { outcome: 'offers-only' };
    }
    try {
      const api = await connect();
      return addOn.state === 'active' ? await bring(storeId, addOn, api, relink) : await withdraw(storeId, addOn, api);
    } catch (error) {
      const fault = asFault(error);
      await markPublication(storeId, addOn.id, 'failed', fault.publicMessage);
      log.warn(
        { storeId, addOnId: addOn.id, reasonClass: fault.reasonClass, err: error },
        'publishing an add-on failed',
      );
      throw fault;
    }
  });
}

/**
 * Puts right what an add-on costs in other currencies: no message tells that somebody changed a market's price list. In the
 * turn of publications, so that an older look never writes over a newer price; told in the audit.
 * @returns whether anything was wrong
 */
export function mendCurrencyPrices(
  storeId: StoreId,
  addOnId: string,
  api: Pick<StoreApi, 'setCurrencyPrices'>,
): Promise<boolean> {
  return oneAtATime(storeId, publishing, async () => {
    const addOn = await findAddOn(storeId, addOnId);
    const publication = addOn && publicationOf(addOn);
    if (!publication || addOn.state !== 'active' || addOn.publication.state !== 'published') return false;
    const { mended } = await api.setCurrencyPrices(toPublish(addOn), publication);
    if (mended.length === 0) return false;
    const detail = { id: addOnId, because: 'currency prices', currencies: mended };
    await audit(storeId, { actor: 'system', action: 'add-on.repaired', detail });
    return true;
  });
}

async function bring(storeId: StoreId, addOn: AddOnView, api: PublishApi, relink: RelinkAddOns): Promise<Published> {
  await markPublication(storeId, addOn.id, 'publishing');
  const { tried } = await runningExperiments(storeId);
  const { prices, ladder } = await pricesFor(storeId, addOn, tried);
  if (prices.length === 0) throw nothingToPrice();
  const publication = await api.publishAddOn({ ...toPublish(addOn), prices });
  await keepPublication(storeId, addOn, publication, ladder, relink);
  const { atTheRate } = await api.setCurrencyPrices(toPublish(addOn), publication);
  await publishOffers(storeId, api);
  await markPublication(storeId, addOn.id, 'published', atTheRate.length > 0 ? noPriceList(atTheRate) : null);
  return { outcome: 'published', publication };
}

async function withdraw(storeId: StoreId, addOn: AddOnView, api: PublishApi): Promise<Published> {
  const publication = publicationOf(addOn);
  await publishOffers(storeId, api);
  if (publication) {
    await api.withdrawAddOn(publication);
    await keepWithdrawal(storeId, addOn.id);
  }
  await markPublication(storeId, addOn.id, 'unpublished');
  return { outcome: 'withdrawn' };
}

/** Writes all offers anew, from the add-ons that are active and that the platform sells right now, at its price. */
async function publishOffers(storeId: StoreId, api: PublishApi): Promise<void> {
  const active = (await listAddOns(storeId)).filter((addOn) => addOn.state === 'active');
  const { holdout, tried } = await runningExperiments(storeId);
  const offered = active.map(toPublish).filter(({ publication }) => publication?.variants.length);
  await api.publishOffers(
    offered.map((addOn) => withTried(addOn, tried.get(addOn.id))),
    holdout,
    await beginTicked(storeId),
  );
}

/** The merchant's choice, where the platform leaves it to them; off unless they said otherwise. */
async function beginTicked(storeId: StoreId): Promise<boolean> {
  const store = await findStore(storeId);
  return store !== null && platformOf(store.platform).mayPreTick && store.settings.preTicked === true;
}

function withTried(addOn: Offerable, tried: Tried | undefined): Offerable {
  return tried ? { ...addOn, tried } : addOn;
}

function toPublish(addOn: AddOnView): Offerable {
  return { ...addOn, publication: publicationOf(addOn) };
}

function publicationOf({ publication: { platformProductId, variants } }: AddOnView): Publication | null {
  return platformProductId === null ? null : { platformProductId, variants };
}

function noPriceList(currencies: string[]): string {
  return `No market of your store has prices of its own in ${currencies.join(', ')}, so shoppers there pay the converted price. Give the market a catalog with a price list, then save this add-on again.`;
}

function nothingToPrice(): Fault {
  return new Fault({
    reasonClass: 'platform-refused',
    retry: false,
    publicMessage:
      'None of your products with a price fits this add-on, so there is nothing to take a share of. It is published as soon as one does.',
  });
}
