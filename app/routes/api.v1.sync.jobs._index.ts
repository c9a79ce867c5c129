import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { answer, answerPost, tooMany } from '~/api/answer.server';
import { syncJobsQuery, syncStartBody } from '~/api/queries';
import { syncJobOf } from '~/api/sync-status';
import { askForSync, findSyncJob, listSyncJobs } from '~/sync/jobs-store.server';
import { audit } from '~/tenancy/audit-store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: syncJobsQuery,
    work: async ({ storeId }, { limit }) => ({ data: (await listSyncJobs(storeId, limit)).map(syncJobOf) }),
  });
}

export function action({ request }: ActionFunctionArgs) {
  return answerPost(request, {
    permission: 'sync:run',
    query: syncStartBody,
    work: async ({ storeId, keyId }, { kind, ...params }) => {
      const asked = await askForSync(storeId, { kind, trigger: 'manual', params });
      if (asked.outcome === 'too-many') {
        throw tooMany(
          'Ten sync jobs were started within five minutes. Wait as long as Retry-After says.',
          asked.waitSeconds,
        );
      }
      if (asked.outcome === 'not-wanted') throw new Error('a person’s job is always wanted');
      const started = asked.outcome === 'started';
      if (started) {
        const detail = { kind, jobId: asked.jobId };
        await audit(storeId, { actor: `api-key:${keyId}`, action: 'sync.started', detail });
      }
      const job = await findSyncJob(storeId, asked.jobId);
      return Response.json({ started, job: job && syncJobOf(job) }, { status: 202 });
    },
  });
}
