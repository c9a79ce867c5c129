import type { ActionFunctionArgs } from '@remix-run/node';
import { answerPost, onlyPost } from '~/api/answer.server';
import { inboxRetryBody } from '~/api/queries';
import { retryEntries } from '~/domain/entries/entry-store.server';
import { audit } from '~/tenancy/audit-store.server';

export const loader = onlyPost;

export function action({ request }: ActionFunctionArgs) {
  return answerPost(request, {
    permission: 'inbox:retry',
    query: inboxRetryBody,
    work: async ({ storeId, keyId }, { ids, ...only }) => {
      const retried = await retryEntries(storeId, ids ?? 'all', only);
      const detail = { entries: ids?.length ?? 'all', ...only, retried };
      await audit(storeId, { actor: `api-key:${keyId}`, action: 'inbox.retried', detail });
      return Response.json({ retried }, { status: 202 });
    },
  });
}
