import { ask } from '../stock/ask';
import type { World } from '../world';
import { COLLECTIONS, PRODUCT_BY_HANDLE, PRODUCTS, VARIANTS } from './documents';
import type { Shopper } from './shopper';

/** Where one shops: prices are a market's. */
type Place = Pick<Shopper, 'world' | 'store' | 'market'>;

export type ShelfVariant = {
  id: string;
  title: string;
  sku: string | null;
  price: string;
  compareAtPrice: string | null;
  availableForSale: boolean;
  inventoryQuantity: number | null;
  selectedOptions: { name: string; value: string }[];
  inventoryItem: { requiresShipping: boolean };
  /** in the market's currency */
  contextualPricing: { price: { amount: string } };
};

export type ShelfProduct = {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: string;
  collections: { nodes: { id: string; handle: string; title: string }[] };
  options: { name: string; values: string[] }[];
  variants: { nodes: ShelfVariant[] };
};

export type ShelfCollection = { id: string; handle: string; title: string; descriptionHtml: string };

/** A variant as a cart line needs it. */
export type LineVariant = {
  id: string;
  title: string;
  sku: string | null;
  price: string;
  availableForSale: boolean;
  taxable: boolean;
  inventoryItem: { requiresShipping: boolean };
  contextualPricing: { price: { amount: string } };
  product: { id: string; title: string; handle: string; vendor: string; productType: string; status: string };
};

/** What can be bought by its own address; unlisted products (an app's own) among them. */
export async function findProduct(place: Place, handle: string): Promise<ShelfProduct | null> {
  const { world, store, market } = place;
  const asked = { handle, country: market.countryCode };
  const { productByIdentifier: found } = await ask(world, store.domain, PRODUCT_BY_HANDLE, asked);
  return found && ['ACTIVE', 'UNLISTED'].includes(found.status) ? found : null;
}

/** What collections and search show. */
export async function listedProducts({ world, store, market }: Place): Promise<ShelfProduct[]> {
  const found: ShelfProduct[] = [];
  let after: string | null = null;
  do {
    const { products } = await ask(world, store.domain, PRODUCTS, { after, country: market.countryCode });
    found.push(...products.nodes.filter((product: ShelfProduct) => product.status === 'ACTIVE'));
    after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
  } while (after);
  return found;
}

export async function listedCollections(world: World, domain: string): Promise<ShelfCollection[]> {
  return (await ask(world, domain, COLLECTIONS)).collections.nodes;
}

/** Variants by their numeric ids; what does not exist or is not for sale is left out. */
export async function findVariants(
  { world, store, market }: Place,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LineVariant>> {
  if (ids.length === 0) return new Map();
  const gids = [...new Set(ids)].map((id) => `gid://shopify/ProductVariant/${id}`);
  const { nodes } = await ask(world, store.domain, VARIANTS, { ids: gids, country: market.countryCode });
  const found = (nodes as (LineVariant | null)[]).filter(
    (one) => one?.id !== undefined && ['ACTIVE', 'UNLISTED'].includes(one.product.status),
  );
  return new Map(found.flatMap((one) => (one ? [[numberOf(one.id), one] as const] : [])));
}

/** The numeric end of a gid. */
export function numberOf(gid: string): string {
  return gid.split('/').at(-1) ?? gid;
}
