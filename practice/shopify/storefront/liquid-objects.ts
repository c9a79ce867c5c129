import { Drop } from 'liquidjs';
import { cartJson, hundredths, jsonId } from './cart-json';
import { findProduct, numberOf, type ShelfProduct, type ShelfVariant } from './shelf';
import type { Shopper } from './shopper';

/** What every block sees, whatever the page: shop, routes, localization, request, the app's metafields. */
export function globalObjects(
  shopper: Shopper,
  cart: Record<string, unknown>,
  path: string,
  template: string,
): Record<string, unknown> {
  const { store, market, locale, world } = shopper;
  const currency = (iso: string) => ({ iso_code: iso, symbol: symbolOf(iso), name: iso });
  const country = { iso_code: market.countryCode, name: market.name, currency: currency(market.currency) };
  return {
    shop: {
      id: jsonId(store.id),
      name: store.name,
      domain: store.domain,
      permanent_domain: store.domain,
      url: world.urls().storefrontUrl,
      currency: store.currency,
      money_format: '{{amount}}',
      enabled_currencies: store.markets.map((one) => currency(one.currency)),
    },
    routes: {
      root_url: '/',
      cart_url: '/cart',
      cart_add_url: '/cart/add',
      cart_change_url: '/cart/change',
      cart_update_url: '/cart/update',
      cart_clear_url: '/cart/clear',
      search_url: '/search',
      all_products_collection_url: '/collections/all',
    },
    localization: {
      country,
      language: { iso_code: locale, name: locale },
      market: { handle: market.handle },
      available_countries: store.markets.map((one) => ({
        iso_code: one.countryCode,
        currency: currency(one.currency),
      })),
    },
    request: { locale: { iso_code: locale, primary: locale === 'en' }, design_mode: false, path, page_type: template },
    cart: { ...cart, currency: currency(market.currency) },
    app: { metafields: metafieldObjects(shopper) },
    all_products: new AllProducts(shopper),
  };
}

/** The cart as Liquid knows it: as /cart.js tells it, each line with its product and its variant. */
export async function cartObject(shopper: Shopper): Promise<Record<string, unknown>> {
  const cart = await cartJson(shopper);
  const items = await Promise.all(
    (cart.items as Record<string, unknown>[]).map(async (item) => {
      const product = await findProduct(shopper, String(item.handle));
      const chosen = product?.variants.nodes.find((one) => numberOf(one.id) === String(item.variant_id));
      if (!product || !chosen) return item;
      const shown = productObject(shopper, product, chosen);
      return { ...item, product: shown, variant: shown.selected_variant };
    }),
  );
  return { ...cart, items };
}

/** `all_products['handle']`: any product that can be bought, unlisted ones among them, read when it is asked for. */
class AllProducts extends Drop {
  constructor(private readonly shopper: Shopper) {
    super();
  }

  override async liquidMethodMissing(handle: string | number): Promise<unknown> {
    const found = await findProduct(this.shopper, String(handle));
    const first = found?.variants.nodes[0];
    return found && first ? productObject(this.shopper, found, first) : undefined;
  }
}

/** A product as Liquid knows it; amounts in hundredths of the shopper's currency. */
export function productObject(shopper: Shopper, product: ShelfProduct, chosen: ShelfVariant): Record<string, unknown> {
  const variants = product.variants.nodes.map((variant) => variantObject(shopper, product, variant));
  const prices = variants.map((variant) => variant.price as number);
  const image = imageObject(product);
  const current = variants.find((variant) => variant.gid === chosen.id);
  const available = variants.filter((variant) => variant.available);
  return {
    id: jsonId(numberOf(product.id)),
    title: product.title,
    handle: product.handle,
    url: `/products/${product.handle}`,
    description: product.descriptionHtml,
    content: product.descriptionHtml,
    vendor: product.vendor,
    type: product.productType,
    tags: product.tags,
    available: available.length > 0,
    price: current?.price,
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
    options: product.options.map(({ name }) => name),
    options_with_values: product.options.map(({ name, values }, i) => ({ name, values, position: i + 1 })),
    has_only_default_variant: product.variants.nodes[0]?.title === 'Default Title',
    variants,
    selected_variant: current,
    first_available_variant: available[0],
    selected_or_first_available_variant: current ?? available[0] ?? variants[0],
    featured_image: image,
    featured_media: image,
    images: [image],
    collections: product.collections.nodes.map((one) => ({
      id: jsonId(numberOf(one.id)),
      handle: one.handle,
      title: one.title,
      url: `/collections/${one.handle}`,
    })),
  };
}

function variantObject(shopper: Shopper, product: ShelfProduct, variant: ShelfVariant): Record<string, unknown> {
  const options = variant.selectedOptions.map(({ value }) => value);
  return {
    gid: variant.id,
    id: jsonId(numberOf(variant.id)),
    title: variant.title,
    name: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    price: hundredths(variant.contextualPricing.price.amount),
    compare_at_price: variant.compareAtPrice ? hundredths(shopper.priced(variant.compareAtPrice)) : null,
    available: variant.availableForSale,
    inventory_quantity: variant.inventoryQuantity ?? 0,
    requires_shipping: variant.inventoryItem.requiresShipping,
    option1: options[0] ?? null,
    option2: options[1] ?? null,
    option3: options[2] ?? null,
    options,
    url: `/products/${product.handle}?variant=${numberOf(variant.id)}`,
    featured_image: imageObject(product),
  };
}

/** `app.metafields.<namespace>.<key>` with its type and its value, JSON already parsed. */
function metafieldObjects({ world, store }: Shopper): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const { namespace, key, type, value } of world.appMetafields(store.domain)) {
    const shelf = all[namespace] ?? {};
    shelf[key] = { type, value: type === 'json' ? JSON.parse(value) : value };
    all[namespace] = shelf;
  }
  return all;
}

function imageObject(product: ShelfProduct): Record<string, unknown> {
  const src = `/pictures/${product.handle}.svg`;
  return { src, alt: product.title, width: 800, height: 800, aspect_ratio: 1 };
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
