import type { LoaderFunctionArgs } from '@remix-run/node';
import { listConsents } from '~/addons/consent-store.server';
import { consentColumns, consentRow } from '~/api/consent-rows';
import { csvResponse } from '~/api/csv.server';
import { onPage } from './app/on-page.server';

/** All proofs of consent as a file, fetched by the order check's page with the merchant's session token. */
export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) =>
    csvResponse('add-on-consents.csv', consentColumns, async (after) => {
      const { consents, next } = await listConsents(storeId, {}, { limit: 250, ...(after === null ? {} : { after }) });
      return { rows: consents.map(consentRow), next };
    }),
  );
}
