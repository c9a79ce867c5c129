import { z } from 'zod';
import { config } from '../../config/config.server';
import { once } from '../../db/once.server';
import { asFault } from '../../domain/shared/fault';
import type { StoreId } from '../../domain/shared/ids';
import { log } from '../../observability/log.server';
import { list, readAs } from '../fields';
import type { StoreClient } from './client.server';
import { listIn } from './envelope';
import { id } from './ids';
import { type Position, positionAfter, sized } from './pages.server';
import { plain } from './plain.server';

/** What we need to hear. [?] orders/fulfilled and orders/finished are not confirmed: a store that knows them not says so, and is not asked for them alone. */
export const topics = [
  'orders/create',
  'orders/update',
  'orders/paid',
  'orders/cancelled',
  'orders/partially_refunded',
  'orders/refunded',
  'orders/fulfilled',
  'orders/finished',
  'products/create',
  'products/update',
  'products/delete',
  'app/uninstalled',
];

/**
 * A topic that a store refused is left alone for so long: it would be asked for in vain at every pass, of two calls a second.
 * Not for longer, as the permission that was missing may be granted.
 */
const refusedForMs = 3_600_000;
/** Until when which topic of which store is left alone. Each process remembers for itself; a new one asks once more. */
const refusedUntil = once('refused-webhook-topics', () => new Map<string, number>());

const atOnce = 100;
const subscription = z.object({ id, topic: z.string(), address: z.string() });

/**
 * Asks for every topic that is not subscribed to at our door: after a day or two of failed deliveries Shoplazza deletes
 * subscriptions. Those at our door twice are taken away, as each of them sends everything.
 * @returns the topics that were asked for
 */
export async function keepWebhooks(client: StoreClient, storeId: StoreId): Promise<string[]> {
  const address = `${config().web.appUrl}/webhooks/shoplazza`;
  const all = await subscriptions(client);
  if (all === null) return [];
  const ours = all.filter((one) => one.address === address);
  const kept = new Map<string, string>();
  for (const one of ours) {
    if (kept.has(one.topic)) await client.send('DELETE', `/webhooks/${one.id}`);
    else kept.set(one.topic, one.id);
  }
  const made: string[] = [];
  for (const topic of topics.filter((one) => !kept.has(one))) {
    const key = `${storeId} ${topic}`;
    if ((refusedUntil.get(key) ?? 0) > Date.now()) continue;
    if (await subscribe(client, topic, address)) made.push(topic);
    else refusedUntil.set(key, Date.now() + refusedForMs);
  }
  return made;
}

/** @returns false where the store does not know the topic, or its permission is missing: the passes still find the changes */
async function subscribe(client: StoreClient, topic: string, address: string): Promise<boolean> {
  try {
    return (await client.send('POST', '/webhooks', { webhook: { address, topic } })) !== null;
  } catch (error) {
    if (asFault(error).reasonClass !== 'platform-refused') throw error;
    log.info({ topic }, 'a webhook topic was refused');
    return false;
  }
}

/** Null where the store does not show them, or tells something else: the passes find the changes without. */
async function subscriptions(client: StoreClient): Promise<z.infer<typeof subscription>[] | null> {
  try {
    return await allSubscriptions(client);
  } catch (error) {
    if (asFault(error).reasonClass !== 'platform-refused') throw error;
    log.warn({ err: error }, 'the list of webhooks is not to be had');
    return null;
  }
}

async function allSubscriptions(client: StoreClient): Promise<z.infer<typeof subscription>[]> {
  const found: z.infer<typeof subscription>[] = [];
  for (let position: Position | null = {}; position !== null; ) {
    const page: Record<string, unknown> | null = await client.get('/webhooks', sized(atOnce, position));
    const some = readAs(list(subscription), plain(listIn(page, 'webhooks')), 'the subscriptions');
    found.push(...some);
    position = positionAfter(page, position, some.length, atOnce);
  }
  return found;
}
