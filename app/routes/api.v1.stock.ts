import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { stockQuery } from '~/api/queries';
import { listStock } from '~/domain/catalogue/stock-store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: stockQuery,
    work: async ({ storeId }, { after, limit, below, search }) => {
      const filter = { ...(below === undefined ? {} : { below }), ...(search === undefined ? {} : { search }) };
      const { levels, next } = await listStock(storeId, filter, { limit, ...(after === undefined ? {} : { after }) });
      return { data: levels, page: { next } };
    },
  });
}

export const action = onlyGet;
