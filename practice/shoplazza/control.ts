import { readFields } from '../web/body';
import { type Exchange, sendJson } from '../web/exchange';
import {
  cancelOrder,
  finishOrder,
  noteOrder,
  type OrderWish,
  payOrder,
  placeOrder,
  refundOrder,
  shipOrder,
} from './acts';
import { applyFaults } from './faults';
import type { Platform, Room, StoreWish } from './platform';
import { makeHistory, stockShelves } from './stock';

/** The control API: what a real platform does not have. Time, faults, deliveries, stores, and what happens to orders. */
export async function answerControl(platform: Platform, exchange: Exchange): Promise<void> {
  const { response, method, url } = exchange;
  const [, , what = '', domain = '', act = '', id = ''] = url.pathname.split('/');
  const given = method === 'POST' ? await readFields(exchange.request) : {};
  const fine = (reply: unknown) => sendJson(response, reply ?? {});
  const wrong = (error: string, status = 400) => sendJson(response, { error }, status);
  try {
    if (what === 'faults') {
      if (method === 'POST') applyFaults(platform.faults, given);
      platform.sender.wake();
      return fine(platform.faults);
    }
    if (what === 'clock') {
      const { clock } = platform;
      if (typeof given.advanceSeconds === 'number')
        clock.set(new Date(clock.now().getTime() + given.advanceSeconds * 1000));
      else if (method === 'POST') clock.set(typeof given.now === 'string' ? new Date(given.now) : null);
      platform.sender.wake();
      return fine({ now: clock.now().toISOString() });
    }
    if (what === 'deliveries') return fine({ deliveries: platform.sender.deliveries() });
    if (what === 'stores' && domain === '') {
      if (method === 'POST') return fine(platform.openStore(given as StoreWish).store());
      return fine({ stores: platform.stores() });
    }
    const room = what === 'stores' ? platform.room(domain) : null;
    if (!room) return wrong('no such control', 404);
    if (act === '') return fine(room.store());
    if (method !== 'POST') return wrong('POST it', 405);
    if (act === 'uninstall') return fine(platform.uninstall(domain));
    if (act === 'app-address') return fine({ url: platform.appAddress(domain) });
    if (act === 'stock') return fine(stockShelves(room, Number(given.seed ?? 1)));
    if (act === 'history') {
      const addOnVariantIds = Array.isArray(given.addOnVariantIds) ? given.addOnVariantIds.map(String) : [];
      const { orders, days, seed } = { orders: 100, days: 365, seed: 1, ...given };
      return fine(await makeHistory(platform, room, { seed, orders, days, addOnVariantIds }));
    }
    return fine(happen(room, act, id, given));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'failed');
  }
}

function happen(room: Room, act: string, id: string, given: Record<string, unknown>): unknown {
  if (act === 'orders' && id === '') return placeOrder(room, given as unknown as OrderWish);
  const order = room.shelf('order').get(id);
  if (!order) throw new Error(`no such order: ${id}`);
  if (act === 'refund') return refundOrder(room, order, given as unknown as Parameters<typeof refundOrder>[2]);
  if (act === 'pay') return payOrder(room, order);
  if (act === 'ship') return shipOrder(room, order, String(given.number ?? ''));
  if (act === 'finish') return finishOrder(room, order);
  if (act === 'cancel') return cancelOrder(room, order, String(given.reason ?? 'customer'));
  if (act === 'note') return noteOrder(room, order, String(given.note ?? ''));
  throw new Error(`nothing is called ${act}`);
}
