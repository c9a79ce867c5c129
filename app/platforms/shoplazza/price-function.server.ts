import { z } from 'zod';
import { config } from '../../config/config.server';
import type { Offerable } from '../../domain/addons/offers';
import { priceRuleOf } from '../../domain/addons/price-rule';
import { asFault } from '../../domain/shared/fault';
import { log } from '../../observability/log.server';
import { list, readAs } from '../fields';
import type { StoreClient } from './client.server';
import { listIn } from './envelope';
import { id } from './ids';
import { plain } from './plain.server';

/**
 * The function that the platform runs over carts, so that an add-on is charged the price that fits its product
 * (extensions/tagalong-shoplazza-prices). It is there only where this installation uploaded it. Whatever the platform
 * refuses here stops no publication: without the function, an add-on costs what its variant costs.
 */

/** Functions are spoken of in this version alone. */
export const functionsVersion = '2024-07';
const rule = { namespace: 'tagalong', key: 'price' };
const metafield = z.object({ id, namespace: z.string(), key: z.string(), value: z.unknown() });
const binding = z.object({ id, function_id: id });

/** Writes the rule of an add-on's product where the function reads it; one that has none any more gets an empty one. */
export async function keepPriceRule(client: StoreClient, addOn: Offerable, platformProductId: string): Promise<void> {
  if (functionId() === null) return;
  const value = priceRuleOf(addOn) ?? {};
  await unlessRefused('the price rule of an add-on', async () => {
    const path = `/metafields/product/${encodeURIComponent(platformProductId)}`;
    const page = await client.get(path, rule);
    if (page === null) return; // the product is gone again, or has no such values
    const found = readAs(list(metafield), plain(listIn(page, 'metafields')), 'the metafields of a product');
    const standing = found.find((one) => one.namespace === rule.namespace && one.key === rule.key);
    if (standing ? sameJson(standing.value, value) : !('pricing' in value)) return;
    if (standing) await client.send('PATCH', `${path}/${standing.id}`, { value, type: 'json' });
    // No definition: the documents ask for its id all the same, and name none "0".
    else await client.send('POST', path, { ...rule, value, type: 'json', definition_id: '0' });
  });
}

/** Binds the function to a store that has an add-on for it. One of another app stays: a store has room for one. */
export async function bindPriceFunction(client: StoreClient, addOns: Offerable[]): Promise<void> {
  const ours = functionId();
  if (ours === null || !addOns.some((addOn) => priceRuleOf(addOn))) return;
  await unlessRefused('the price function', async () => {
    const page = await client.get('/function/cart-transform');
    if (page === null) {
      log.warn('this store knows no functions over carts');
      return;
    }
    const [bound] = readAs(list(binding), plain(listIn(page, 'cart-transforms')), 'the functions of a cart');
    if (bound?.function_id === ours) return;
    if (bound) {
      log.warn({ boundFunctionId: bound.function_id }, 'another function stands over the carts of this store');
      return;
    }
    await client.send('POST', '/function/cart-transform', {
      function_id: ours,
      block_on_failure: false,
      input_query: JSON.stringify({ product_metafields_query: [rule] }),
    });
  });
}

function functionId(): string | null {
  return config().shoplazza?.priceFunctionId ?? null;
}

/** [?] A value of this type comes as the object that it is, or as its text. */
function sameJson(standing: unknown, value: object): boolean {
  const text = typeof standing === 'string' ? standing : JSON.stringify(standing);
  return text === JSON.stringify(value);
}

async function unlessRefused(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (asFault(error).reasonClass !== 'platform-refused') throw error;
    log.warn({ err: error }, `${what} was refused; add-ons cost what their variants cost`);
  }
}
