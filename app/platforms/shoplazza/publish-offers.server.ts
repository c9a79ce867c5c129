import { z } from 'zod';
import { ladderOf, type Offerable, type OffersDocument, offersDocument } from '../../domain/addons/offers';
import { list, readAs } from '../fields';
import { faultsOf } from '../platform-faults';
import type { StoreClient } from './client.server';
import { listIn } from './envelope';
import { id } from './ids';
import { type Position, positionAfter, sized } from './pages.server';
import { plain } from './plain.server';

const { unavailable } = faultsOf('Shoplazza');
const namespace = 'tagalong';
const atOnce = 100;
const metafield = z.object({ id, namespace: z.string(), key: z.string(), value: z.string().nullish() });

/**
 * Writes the offers, and the ladder of each whose price depends on the product, into metafields of the store, where the widget's
 * Liquid reads them. Ladders first: an offer never names prices that are not there. What stands there already is left alone.
 */
export async function publishOffers(
  client: StoreClient,
  addOns: Offerable[],
  holdout: OffersDocument['holdout'] | null = null,
  preTicked = false,
): Promise<void> {
  const standing = new Map((await metafields(client)).map((one) => [one.key, one]));
  const ladders = Object.fromEntries(
    addOns.flatMap((addOn) => {
      const rungs = ladderOf(addOn);
      return rungs ? [[addOn.id, rungs]] : [];
    }),
  );
  const offers = offersDocument(addOns, holdout, preTicked);
  for (const [key, content] of Object.entries({ ladders, offers })) {
    const value = JSON.stringify(content);
    const before = standing.get(key);
    if (before?.value === value) continue;
    // As text: what a JSON value is given back as, object or text, is not documented; the block reads either.
    const told = { value, type: 'string' };
    const reply = before
      ? await client.send('PATCH', `/metafields-shop/${before.id}`, told)
      : await client.send('POST', '/metafields-shop', { namespace, key, ...told });
    // Not found: taken away since it was listed. The next try makes it anew.
    if (reply === null) throw unavailable(`the store's ${key} were not written`);
  }
}

async function metafields(client: StoreClient): Promise<z.infer<typeof metafield>[]> {
  const found: z.infer<typeof metafield>[] = [];
  for (let position: Position | null = {}; position !== null; ) {
    const query = { namespace, ...sized(atOnce, position) };
    const page: Record<string, unknown> | null = await client.get('/metafields-shop', query);
    const some = readAs(list(metafield), plain(listIn(page, 'metafields')), 'the metafields of the store');
    found.push(...some);
    position = positionAfter(page, position, some.length, atOnce);
  }
  return found.filter((one) => one.namespace === namespace);
}
