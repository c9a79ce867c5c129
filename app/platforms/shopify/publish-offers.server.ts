import { ladderKey, ladderOf, type Offerable, type OffersDocument, offersDocument } from '../../domain/addons/offers';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import { Installation, SetMetafields } from './generated/operations';

/** How many metafields Shopify takes in one call. */
const metafieldsAtOnce = 25;

/**
 * Writes the offers, and the ladder of each whose price depends on the product, into the app's own metafields, where the
 * widget's Liquid reads them. Ladders first: an offer never names prices that are not there.
 */
export async function publishOffers(
  client: AdminClient,
  addOns: Offerable[],
  holdout: OffersDocument['holdout'] | null = null,
): Promise<void> {
  const { currentAppInstallation } = await client.run(Installation, {});
  const metafield = (key: string, value: unknown) => ({
    ownerId: currentAppInstallation.id,
    namespace: 'tagalong',
    key,
    type: 'json',
    value: JSON.stringify(value),
  });
  const ladders = addOns.flatMap((addOn) => {
    const rungs = ladderOf(addOn);
    return rungs ? [metafield(ladderKey(addOn.id), { v: 1, rungs })] : [];
  });
  const all = [...ladders, metafield('offers', offersDocument(addOns, holdout))];
  for (let at = 0; at < all.length; at += metafieldsAtOnce) {
    const { metafieldsSet } = await client.run(SetMetafields, { metafields: all.slice(at, at + metafieldsAtOnce) });
    const fault = faultOfUserErrors('SetMetafields', metafieldsSet?.userErrors ?? []);
    if (fault) throw fault;
  }
}
