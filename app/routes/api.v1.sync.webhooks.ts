import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { readWebhookHealth } from '~/sync/webhook-health-store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: noQuery,
    work: async ({ storeId }) => readWebhookHealth(storeId),
  });
}

export const action = onlyGet;
