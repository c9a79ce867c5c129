import { oneAtATime } from '../db/one-at-a-time.server';
import { type Pieces, piecesToFulfil } from '../domain/addons/fulfil-at-once';
import { asFault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { StoreApi } from '../platforms/platform';
import { findSold, noteFulfilled, noteRefusal } from './at-once-store.server';

export type Fulfilled =
  | { outcome: 'fulfilled'; pieces: Pieces[] }
  /** nothing is due any more, or somebody else has done it */
  | { outcome: 'nothing' }
  /** kept with its reason; asked again within the hour, for a hold may be lifted and a permission given */
  | { outcome: 'refused'; reason: string };

/**
 * Marks what an order has of add-ons that are fulfilled at once as fulfilled. Looks again at what is due: since it was asked
 * for, the order may have been cancelled, given back, or fulfilled by hand. One at a time for each order: between what the
 * platform says is open and our marking it there must be no other one of us.
 * @throws {Fault} what can be tried again: the queue does
 */
export function fulfilAtOnce(
  storeId: StoreId,
  platformOrderId: string,
  connect: () => Promise<Pick<StoreApi, 'fulfilLines'>>,
): Promise<Fulfilled> {
  const turn = { name: `fulfil ${platformOrderId}`, busy: 'This order is being fulfilled.' };
  return oneAtATime(storeId, turn, async () => {
    const order = await findSold(storeId, platformOrderId);
    const due = order ? piecesToFulfil(order, new Date()) : [];
    if (due.length === 0) return { outcome: 'nothing' };
    try {
      const api = await connect();
      const pieces = await api.fulfilLines(platformOrderId, due);
      if (pieces.length === 0) return { outcome: 'nothing' };
      await noteFulfilled(storeId, platformOrderId, pieces);
      return { outcome: 'fulfilled', pieces };
    } catch (error) {
      const fault = asFault(error);
      if (fault.retry) throw fault;
      await noteRefusal(storeId, platformOrderId, fault);
      log.warn({ storeId, platformOrderId, reasonClass: fault.reasonClass, err: error }, 'an order was not fulfilled');
      return { outcome: 'refused', reason: fault.publicMessage };
    }
  });
}
