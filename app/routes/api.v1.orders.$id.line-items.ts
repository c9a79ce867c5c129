import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, notFound, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { withoutPerson } from '~/api/without-person';
import { findOrder } from '~/domain/orders/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request, params }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: noQuery,
    work: async ({ storeId, role }) => {
      const order = await findOrder(storeId, params.id ?? '');
      if (!order) throw notFound('order');
      return { data: (may(role, 'persons:read') ? order : withoutPerson(order)).lines };
    },
  });
}

export const action = onlyGet;
