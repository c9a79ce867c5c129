import { type Exchange, sendJson } from '../../web/exchange';
import { listedProducts, numberOf } from './shelf';
import type { Shopper } from './shopper';

/** GET /products.json: what a storefront tells anybody of its listed products. */
export async function answerProducts({ response, url }: Exchange, shopper: Shopper): Promise<void> {
  const limit = Math.min(250, Number(url.searchParams.get('limit') ?? 30) || 30);
  const products = await listedProducts(shopper);
  sendJson(response, {
    products: products.slice(0, limit).map((product) => ({
      id: Number(numberOf(product.id)),
      title: product.title,
      handle: product.handle,
      vendor: product.vendor,
      product_type: product.productType,
      tags: product.tags,
      variants: product.variants.nodes.map((variant) => ({
        id: Number(numberOf(variant.id)),
        title: variant.title,
        sku: variant.sku,
        price: variant.price,
        available: variant.availableForSale,
      })),
    })),
  });
}
