import type { LoaderFunctionArgs } from '@remix-run/node';
import { figuresAsKnown } from '~/analytics/looking-back.server';
import { summary } from '~/analytics/queries-store.server';
import { answer, onlyGet } from '~/api/answer.server';
import { summaryQuery } from '~/api/queries';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'analytics:read',
    query: summaryQuery,
    work: ({ storeId }, { knownAt, ...period }) =>
      knownAt === undefined ? summary(storeId, period) : figuresAsKnown(storeId, period, new Date(knownAt)),
  });
}

export const action = onlyGet;
