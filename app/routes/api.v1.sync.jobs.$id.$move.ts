import type { ActionFunctionArgs } from '@remix-run/node';
import { answerPost, notFound, onlyPost } from '~/api/answer.server';
import { Refusal } from '~/api/problem';
import { noBody } from '~/api/queries';
import { syncJobOf } from '~/api/sync-status';
import { type PersonMove, personMoves } from '~/sync/job-moves';
import { findSyncJob, moveSyncJob } from '~/sync/jobs-store.server';
import { audit } from '~/tenancy/audit-store.server';

export const loader = onlyPost;

/** /sync/jobs/{id}/pause, resume, cancel, retry */
export function action({ request, params }: ActionFunctionArgs) {
  return answerPost(request, {
    permission: 'sync:run',
    query: noBody,
    work: async ({ storeId, keyId }) => {
      const [jobId, move] = [params.id ?? '', params.move as PersonMove];
      if (!personMoves.includes(move)) throw notFound('move');
      const moved = await moveSyncJob(storeId, jobId, move);
      if (moved.outcome === 'not-found') throw notFound('sync_job');
      if (moved.outcome === 'not-possible') {
        const can = moved.possible.length > 0 ? `It can be asked to ${moved.possible.join(' or ')}.` : 'It is over.';
        const message = `A job that is ${moved.state} cannot ${move}. ${can}`;
        throw new Refusal(409, { type: 'conflict', code: 'move_not_possible', message });
      }
      const detail = { jobId, state: moved.state };
      await audit(storeId, { actor: `api-key:${keyId}`, action: `sync.${move}`, detail });
      const job = await findSyncJob(storeId, jobId);
      return Response.json(job && syncJobOf(job), { status: 202 });
    },
  });
}
