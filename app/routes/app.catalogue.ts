import { json, type LoaderFunctionArgs } from '@remix-run/node';
import type { CatalogueItem, StoreApi } from '~/platforms/platform';
import { platformOf } from '~/platforms/registry.server';
import { onPage } from './app/on-page.server';

/** Products and collections for a merchant to choose from, where the platform's admin has no picker of its own. */
export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant }) => {
    const { searchParams } = new URL(request.url);
    const kind = searchParams.get('kind');
    const api = await platformOf(merchant.platform).api(merchant.storeId);
    const text = (searchParams.get('text') ?? '').slice(0, 100);
    const items = await api.searchCatalogue(kind === 'collection' ? 'collection' : 'product', text);
    return json({ items: kind === 'variant' ? await variantsOf(api, items.slice(0, productsShown)) : items });
  });
}

/** Each product is a question of its own to the platform. */
const productsShown = 5;

async function variantsOf(api: StoreApi, products: CatalogueItem[]): Promise<CatalogueItem[]> {
  const facts = await Promise.all(products.map(({ id }) => api.productFacts(id)));
  return facts.flatMap((product) =>
    (product?.variants ?? []).map(({ platformVariantId: id, title }) => ({
      id,
      title: title ? `${product?.title} – ${title}` : (product?.title ?? ''),
      imageUrl: null,
    })),
  );
}
