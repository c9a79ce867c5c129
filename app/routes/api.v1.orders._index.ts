import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { ordersQuery } from '~/api/queries';
import { withoutPerson } from '~/api/without-person';
import { listOrders } from '~/domain/orders/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: ordersQuery,
    work: async ({ storeId, role }, { after, limit, ...filter }) => {
      const searchesPersons = may(role, 'persons:read');
      const page = { limit, ...(after === undefined ? {} : { after }) };
      const { orders, next } = await listOrders(storeId, { ...filter, searchesPersons }, page);
      return { data: searchesPersons ? orders : orders.map(withoutPerson), page: { next } };
    },
  });
}

export const action = onlyGet;
