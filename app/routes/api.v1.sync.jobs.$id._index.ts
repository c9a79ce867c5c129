import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, notFound, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { syncJobOf } from '~/api/sync-status';
import { findSyncJob } from '~/sync/jobs-store.server';

export function loader({ request, params }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: noQuery,
    work: async ({ storeId }) => {
      const job = await findSyncJob(storeId, params.id ?? '');
      if (!job) throw notFound('sync_job');
      return syncJobOf(job);
    },
  });
}

export const action = onlyGet;
