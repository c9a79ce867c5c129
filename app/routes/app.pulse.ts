import { createHash } from 'node:crypto';
import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { listAddOns } from '~/addons/add-on-store.server';
import { dataAsOf } from '~/analytics/queries-store.server';
import { entryCounts } from '~/domain/entries/entry-store.server';
import { listSyncJobs } from '~/sync/jobs-store.server';
import { onPage } from './app/on-page.server';

/** One short word that changes when anything on the live pages would: asked every second by useLive. */
export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => {
    const [figures, entries, jobs, addOns] = await Promise.all([
      dataAsOf(storeId),
      entryCounts(storeId),
      listSyncJobs(storeId, 5),
      listAddOns(storeId),
    ]);
    const states = addOns.map((addOn) => [addOn.id, addOn.updatedAt, addOn.publication.state]);
    const pulse = createHash('sha256')
      .update(JSON.stringify([figures, entries, jobs, states]))
      .digest('base64url');
    return json({ pulse: pulse.slice(0, 16) }, { headers: { 'cache-control': 'no-store' } });
  });
}
