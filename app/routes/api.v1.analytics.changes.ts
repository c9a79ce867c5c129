import type { LoaderFunctionArgs } from '@remix-run/node';
import { changesSince } from '~/analytics/as-known-store.server';
import { answer, onlyGet } from '~/api/answer.server';
import { changesQuery } from '~/api/queries';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'analytics:read',
    query: changesQuery,
    work: async ({ storeId }, { from, to, since, limit }) => ({
      data: await changesSince(storeId, { from, to }, new Date(since), limit),
    }),
  });
}

export const action = onlyGet;
