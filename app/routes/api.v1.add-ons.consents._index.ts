import type { LoaderFunctionArgs } from '@remix-run/node';
import { listConsents } from '~/addons/consent-store.server';
import { answer, onlyGet } from '~/api/answer.server';
import { consentsQuery } from '~/api/queries';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: consentsQuery,
    work: async ({ storeId }, { after, limit, ...filter }) => {
      const { consents, next } = await listConsents(storeId, filter, {
        limit,
        ...(after === undefined ? {} : { after }),
      });
      return { data: consents, page: { next } };
    },
  });
}

export const action = onlyGet;
