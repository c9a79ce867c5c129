import type { LoaderFunctionArgs } from '@remix-run/node';
import { dataAsOf } from '~/analytics/queries-store.server';
import { answer, notFound, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { syncStatusOf } from '~/api/sync-status';
import { entryCounts } from '~/domain/entries/entry-store.server';
import { platformOf } from '~/platforms/registry.server';
import { listSyncJobs } from '~/sync/jobs-store.server';
import { findStore } from '~/tenancy/store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: noQuery,
    work: async ({ storeId }) => {
      const [store, inbox, jobs, asOf] = await Promise.all([
        findStore(storeId),
        entryCounts(storeId),
        listSyncJobs(storeId, 10),
        dataAsOf(storeId),
      ]);
      if (!store) throw notFound('store');
      const reachDays = platformOf(store.platform).orders.reachDays(store.scopes);
      return syncStatusOf({ store, inbox, jobs, dataAsOf: asOf.changedAt, reachDays });
    },
  });
}

export const action = onlyGet;
