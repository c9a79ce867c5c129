import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { csvResponse } from '~/api/csv.server';
import { customerColumns, customerRow } from '~/api/customer-rows';
import { customersExportQuery } from '~/api/queries';
import { customerWithoutPerson } from '~/api/without-person';
import { listCustomers } from '~/domain/customers/read-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: customersExportQuery,
    work: async ({ storeId, role }, { sort, ...filter }) => {
      const searchesPersons = may(role, 'persons:read');
      return csvResponse('customers.csv', customerColumns, async (after) => {
        const page = { sort, limit: 250, ...(after === null ? {} : { after }) };
        const { customers, next } = await listCustomers(storeId, { ...filter, searchesPersons }, page);
        return { rows: (searchesPersons ? customers : customers.map(customerWithoutPerson)).map(customerRow), next };
      });
    },
  });
}

export const action = onlyGet;
