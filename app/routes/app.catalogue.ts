import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { platformOf } from '~/platforms/registry.server';
import { catalogueKinds } from '~/platforms/store-api';
import { onPage } from './app/on-page.server';

/** Products, variants and collections for a merchant to choose from, where the platform's admin has no picker of its own. */
export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant }) => {
    const { searchParams } = new URL(request.url);
    const kind = catalogueKinds.find((one) => one === searchParams.get('kind')) ?? 'product';
    const api = await platformOf(merchant.platform).api(merchant.storeId);
    return json({ items: await api.searchCatalogue(kind, (searchParams.get('text') ?? '').slice(0, 100)) });
  });
}
