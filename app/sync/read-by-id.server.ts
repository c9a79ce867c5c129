import type { StoreId } from '../domain/shared/ids';
import { contentKey } from '../platforms/content-key.server';
import type { PulledOrder, StoreApi } from '../platforms/platform';
import { incompleteOrders } from './incomplete-store.server';
import { allRead, noteProgress, putPage, type RunningJob } from './progress-store.server';
import { entryOf, interrupted, keyOf } from './pulled-entry';
import { unsettledOrders } from './unsettled-store.server';

/**
 * Jobs that ask for orders by id, because our own rows say that the time of the last change will not do. `missing`: a
 * message about a part came first, or a file told the sums alone. `unsettled`: payments, parcels and returns that are
 * under way can change without their order.
 * @returns false when somebody asked the job to stop or to wait
 */
export async function readById(
  storeId: StoreId,
  jobId: string,
  job: RunningJob,
  api: () => Promise<StoreApi>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { fetchOrders } = await api();
  const { idsAfter, keyFor } = ways[job.kind as keyof typeof ways];
  for (let last = job.checkpoint.lastId ?? ''; ; ) {
    const { ids, next } = await idsAfter(storeId, last);
    if (next === null) break;
    if (signal?.aborted) throw interrupted();
    const orders = await fetchOrders(ids);
    const entries = orders.map((order) => entryOf(storeId, jobId, order, keyFor(order)));
    if ((await putPage(storeId, jobId, entries)) !== 'running') return false;
    // The cursor moves once the page that it stands for is kept.
    await noteProgress(storeId, jobId, { checkpoint: { lastId: next } });
    last = next;
  }
  await allRead(storeId, jobId, null);
  return true;
}

const ways = {
  missing: { idsAfter: incompleteOrders, keyFor: (_: PulledOrder): string | undefined => undefined },
  unsettled: {
    idsAfter: unsettledOrders,
    // Its content under its time: where only a part changed, the time is the same.
    keyFor: (order: PulledOrder) => {
      return `${keyOf(order)}#${contentKey(order.body)}`;
    },
  },
};
