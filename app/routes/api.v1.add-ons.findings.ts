import type { LoaderFunctionArgs } from '@remix-run/node';
import { countFindings, listFindings } from '~/addons/order-check-store.server';
import { answer, onlyGet } from '~/api/answer.server';
import { pageQuery } from '~/api/queries';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: pageQuery,
    work: async ({ storeId }, { after, limit }) => {
      const [{ findings, next }, checked] = await Promise.all([
        listFindings(storeId, { limit, ...(after === undefined ? {} : { after }) }),
        countFindings(storeId),
      ]);
      return { data: findings, page: { next }, checked };
    },
  });
}

export const action = onlyGet;
