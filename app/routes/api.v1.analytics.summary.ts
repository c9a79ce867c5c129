import type { LoaderFunctionArgs } from '@remix-run/node';
import { summary } from '~/analytics/queries-store.server';
import { answer, onlyGet } from '~/api/answer.server';
import { summaryQuery } from '~/api/queries';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'analytics:read',
    query: summaryQuery,
    work: ({ storeId }, period) => summary(storeId, period),
  });
}

export const action = onlyGet;
