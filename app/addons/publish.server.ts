import { asFault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { AddOnToPublish, Publication, StoreApi } from '../platforms/platform';
import type { AddOnView } from './add-on';
import { findAddOn, listAddOns } from './add-on-store.server';
import {
  keepPublication,
  keepWithdrawal,
  markPublication,
  oneAtATime,
  type RelinkAddOns,
} from './publication-store.server';

/** What the publish job asks of the platform. */
export type PublishApi = Pick<StoreApi, 'publishAddOn' | 'withdrawAddOn' | 'publishOffers'>;

export type Published =
  | { outcome: 'published'; publication: Publication }
  | { outcome: 'withdrawn' }
  /** there was no add-on to bring: only the offers were written */
  | { outcome: 'offers-only' };

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
  return oneAtATime(storeId, async () => {
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

async function bring(storeId: StoreId, addOn: AddOnView, api: PublishApi, relink: RelinkAddOns): Promise<Published> {
  await markPublication(storeId, addOn.id, 'publishing');
  const publication = await api.publishAddOn(toPublish(addOn));
  await keepPublication(storeId, addOn, publication, relink);
  await publishOffers(storeId, api);
  await markPublication(storeId, addOn.id, 'published');
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
  const offered: AddOnToPublish[] = [];
  for (const addOn of await listAddOns(storeId)) {
    const { livePrice } = addOn.publication;
    if (addOn.state === 'active' && livePrice !== null) offered.push({ ...toPublish(addOn), price: livePrice });
  }
  await api.publishOffers(offered);
}

function toPublish(addOn: AddOnView): AddOnToPublish {
  const { id, title, kind, description, terms, price, currency, targets, state } = addOn;
  return { id, title, kind, description, terms, price, currency, targets, state, publication: publicationOf(addOn) };
}

function publicationOf({ publication: { platformProductId, platformVariantId } }: AddOnView): Publication | null {
  return platformProductId === null || platformVariantId === null ? null : { platformProductId, platformVariantId };
}
