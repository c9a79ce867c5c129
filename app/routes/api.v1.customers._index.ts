import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { customersQuery } from '~/api/queries';
import { customerWithoutPerson } from '~/api/without-person';
import { listCustomers } from '~/domain/customers/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: customersQuery,
    work: async ({ storeId, role }, { after, limit, sort, ...filter }) => {
      const searchesPersons = may(role, 'persons:read');
      const page = { sort, limit, ...(after === undefined ? {} : { after }) };
      const { customers, next } = await listCustomers(storeId, { ...filter, searchesPersons }, page);
      return { data: searchesPersons ? customers : customers.map(customerWithoutPerson), page: { next } };
    },
  });
}

export const action = onlyGet;
