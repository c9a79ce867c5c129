import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { platformOf } from '~/platforms/registry.server';
import { onPage } from './app/on-page.server';

/** The currencies in which a merchant may name prices, asked of the platform when they want to. */
export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant }) => {
    const api = await platformOf(merchant.platform).api(merchant.storeId);
    return json({ currencies: await api.currenciesOfStore() });
  });
}
