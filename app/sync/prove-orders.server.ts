import { withTenantSql } from '../db/client.server';
import { compareOrders, distrustRows } from '../domain/orders/compare-store.server';
import type { OrderNews } from '../domain/orders/order';
import { saveOrders } from '../domain/orders/save-store.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { Exporting, OrderDialect, PulledOrder, StoreApi } from '../platforms/platform';
import { findStore } from '../tenancy/store.server';
import type { SyncState } from './job-view';
import {
  beginProof,
  clearDifferences,
  differing,
  finishProof,
  noteCompared,
  noteDifferences,
  noteRepaired,
  unseen,
} from './parity-store.server';

export type ProofOptions = {
  platform: PlatformName;
  orders: OrderDialect;
  api: StoreApi;
  /** orders changed since then; null: all that the platform shows */
  from: string | null;
  /** mend what is found */
  repair: boolean;
  exporting: Exporting;
  signal: AbortSignal | undefined;
};

const pageSize = 50;

/**
 * Proves that our orders are the platform's: exports them anew and compares every money field and status with our
 * rows; then looks a second time at what differed, and at what only we have, because orders change while they are
 * read. Nothing of our rows is used to decide what is right.
 * @returns false when somebody asked the job to stop or to wait
 */
export async function proveOrders(storeId: StoreId, jobId: string, options: ProofOptions): Promise<boolean> {
  const { api, from, exporting, signal } = options;
  await beginProof(storeId, jobId, from, new Date().toISOString());
  for await (const page of api.exportOrders({ ...exporting, from })) {
    signal?.throwIfAborted();
    const state = await comparePage(storeId, jobId, options, page);
    if (state !== 'running') return false;
  }
  const shownFrom = await createdFromOnIsShown(storeId, options.orders);
  const hidden = everyPage((after) => unseen(storeId, jobId, shownFrom, after, pageSize));
  for await (const ids of hidden) await lookAgain(storeId, jobId, options, ids);
  for await (const ids of everyPage((after) => differing(storeId, jobId, after, pageSize))) {
    signal?.throwIfAborted();
    await lookAgain(storeId, jobId, options, ids);
  }
  await finishProof(storeId, jobId);
  return true;
}

/** Since when orders are shown to us; a day later than promised, because what is at the edge goes while we look. */
async function createdFromOnIsShown(storeId: StoreId, orders: OrderDialect): Promise<string | null> {
  const store = await findStore(storeId);
  const days = store ? orders.reachDays(store.scopes) : null;
  return days === null ? null : new Date(Date.now() - (days - 1) * 86_400_000).toISOString();
}

async function comparePage(
  storeId: StoreId,
  jobId: string,
  { platform, orders }: ProofOptions,
  page: PulledOrder[],
): Promise<SyncState> {
  return withTenantSql(storeId, async (sql) => {
    const found = await compareOrders(
      sql,
      storeId,
      platform,
      page.flatMap((one) => newsIn(orders, one)),
    );
    return noteCompared(
      sql,
      storeId,
      jobId,
      page.map((one) => one.platformOrderId),
      found,
    );
  });
}

/** Asks the platform for these orders by id: what it has now is compared, and mended when that is wanted. */
async function lookAgain(
  storeId: StoreId,
  jobId: string,
  { platform, orders, api, repair }: ProofOptions,
  ids: string[],
): Promise<void> {
  const fresh = (await api.fetchOrders(ids)).flatMap((one) => newsIn(orders, one));
  const here = new Set(fresh.map((one) => one.platformOrderId));
  const gone = ids.filter((id) => !here.has(id));
  await withTenantSql(storeId, async (sql) => {
    const found = await compareOrders(sql, storeId, platform, fresh);
    await clearDifferences(sql, storeId, jobId, ids);
    await noteDifferences(sql, storeId, jobId, [
      ...found,
      ...gone.map((platformOrderId) => ({ platformOrderId, cause: 'gone' as const, fields: [] })),
    ]);
    if (!repair) return;
    const wrong = new Set(found.map((one) => one.platformOrderId));
    const cause = `proof ${jobId}`;
    await distrustRows(sql, storeId, [...wrong]);
    await saveOrders(sql, storeId, platform, [
      ...fresh.filter((one) => wrong.has(one.platformOrderId)).map((one) => ({ ...one, cause })),
      ...gone.map((platformOrderId) => ({ ...deleted(platformOrderId), cause })),
    ]);
    await noteRepaired(sql, storeId, jobId, [...wrong, ...gone]);
  });
}

function newsIn(orders: OrderDialect, { body, askedAt: toldAt }: PulledOrder): OrderNews[] {
  const meaning = orders.read('order:pulled', body);
  return meaning.kind === 'orders' ? meaning.news.map((one) => ({ ...one, toldAt })) : [];
}

function deleted(platformOrderId: string): OrderNews {
  return {
    ...{ platformOrderId, order: null, refunds: [], transactions: [], fulfillments: [] },
    deletedAt: new Date().toISOString(),
  };
}

async function* everyPage(next: (after: string) => Promise<string[]>): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const ids = await next(after);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}
