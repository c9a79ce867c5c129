import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { csvResponse } from '~/api/csv.server';
import { orderColumns, orderRows } from '~/api/order-rows';
import { ordersExportQuery } from '~/api/queries';
import { withoutPerson } from '~/api/without-person';
import { listOrders } from '~/domain/orders/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: ordersExportQuery,
    work: async ({ storeId, role }, filter) => {
      const searchesPersons = may(role, 'persons:read');
      return csvResponse('orders.csv', orderColumns, async (after) => {
        const page = { limit: 250, ...(after === null ? {} : { after }) };
        const { orders, next } = await listOrders(storeId, { ...filter, searchesPersons }, page);
        return { rows: (searchesPersons ? orders : orders.map(withoutPerson)).flatMap(orderRows), next };
      });
    },
  });
}

export const action = onlyGet;
