import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { lastProof } from '~/sync/parity-store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: noQuery,
    work: async ({ storeId }) => ({ proof: await lastProof(storeId) }),
  });
}

export const action = onlyGet;
