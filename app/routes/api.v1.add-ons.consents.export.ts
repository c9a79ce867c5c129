import type { LoaderFunctionArgs } from '@remix-run/node';
import { listConsents } from '~/addons/consent-store.server';
import { answer, onlyGet } from '~/api/answer.server';
import { consentColumns, consentRow } from '~/api/consent-rows';
import { csvResponse } from '~/api/csv.server';
import { consentsExportQuery } from '~/api/queries';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: consentsExportQuery,
    work: async ({ storeId }, filter) =>
      csvResponse('add-on-consents.csv', consentColumns, async (after) => {
        const page = { limit: 250, ...(after === null ? {} : { after }) };
        const { consents, next } = await listConsents(storeId, filter, page);
        return { rows: consents.map(consentRow), next };
      }),
  });
}

export const action = onlyGet;
