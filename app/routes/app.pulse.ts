import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { readPulse } from '~/tenancy/pulse-store.server';
import { onPage } from './app/on-page.server';

/** Whether a page's data is still the newest: asked every second by useLive. */
export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => {
    return json({ pulse: await readPulse(storeId) }, { headers: { 'cache-control': 'no-store' } });
  });
}
