import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, notFound, onlyGet } from '~/api/answer.server';
import { pageQuery } from '~/api/queries';
import { withoutPerson } from '~/api/without-person';
import { findCustomer } from '~/domain/customers/read-store.server';
import { listOrders } from '~/domain/orders/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request, params }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: pageQuery,
    work: async ({ storeId, role }, { after, limit }) => {
      const customer = await findCustomer(storeId, params.id ?? '');
      if (!customer) throw notFound('customer');
      const page = { limit, ...(after === undefined ? {} : { after }) };
      const { orders, next } = await listOrders(storeId, { customerId: customer.id }, page);
      return { data: may(role, 'persons:read') ? orders : orders.map(withoutPerson), page: { next } };
    },
  });
}

export const action = onlyGet;
