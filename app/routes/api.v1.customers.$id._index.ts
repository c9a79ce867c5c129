import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, notFound, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { customerWithoutPerson, withoutPerson } from '~/api/without-person';
import { findCustomer } from '~/domain/customers/read-store.server';
import { listOrders } from '~/domain/orders/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request, params }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: noQuery,
    work: async ({ storeId, role }) => {
      const found = await findCustomer(storeId, params.id ?? '');
      if (!found) throw notFound('customer');
      const { records: _, links: __, timeline, ...customer } = found;
      const { orders } = await listOrders(storeId, { customerId: customer.id }, { limit: 10 });
      if (may(role, 'persons:read')) return { ...customer, timeline, recentOrders: orders };
      return { ...customerWithoutPerson(customer), timeline, recentOrders: orders.map(withoutPerson) };
    },
  });
}

export const action = onlyGet;
