import { amount } from '../../domain/shared/money';
import { maybeFlag, readAs } from '../fields';
import { paragraphs } from '../html';
import type { AddOnToPublish, FoundPublication, Publication } from '../platform';
import { faultsOf } from '../platform-faults';
import type { StoreClient } from './client.server';
import { listIn, objectIn } from './envelope';
import { plain } from './plain.server';
import { type RestProduct, restProduct } from './rest-product';

/** Add-ons as products of the store. */

/** What tells our products from the merchant's: Shoplazza has no unlisted products, a theme may leave out those of this type. */
export const addOnProductType = 'Tagalong add-on';

const { unavailable } = faultsOf('Shoplazza');

/** Makes or replaces the product of an add-on. Its handle is made from the add-on's id, so a try that was cut short finds it again. */
export async function publishAddOn(client: StoreClient, addOn: AddOnToPublish): Promise<Publication> {
  const known = addOn.publication && (await findProduct(client, addOn.publication.platformProductId));
  const standing = known ?? (await byHandle(client, handleOf(addOn)));
  const body = { product: productOf(addOn, standing) };
  const reply = standing
    ? await client.send('PUT', `/products/${standing.id}`, body)
    : await client.send('POST', '/products', body);
  const made = reply && readAs(restProduct, plain(objectIn(reply, 'product')), 'a product');
  const product = made && (made.variants.length > 0 ? made : await findProduct(client, made.id));
  if (!product) throw unavailable('the product was not made');
  const variants = soldVariants(product);
  if (variants.length !== addOn.prices.length)
    throw unavailable(`${variants.length} variants were made of ${addOn.prices.length}`);
  return { platformProductId: product.id, variants };
}

/** Takes the product out of sale. It is not deleted: orders that sold it keep it. One that is gone counts as withdrawn. */
export async function withdrawAddOn(client: StoreClient, publication: Publication): Promise<void> {
  await client.send('PUT', `/products/${encodeURIComponent(publication.platformProductId)}`, {
    product: { published: false },
  });
}

/** Products as they are now; one that is gone is null. */
export async function inspectAddOns(client: StoreClient, platformProductIds: string[]): Promise<FoundPublication[]> {
  const found: FoundPublication[] = [];
  for (const id of platformProductIds) {
    const product = await findProduct(client, id);
    found.push(
      product && {
        title: product.title ?? '',
        isOffered: product.published !== false,
        variants: soldVariants(product),
      },
    );
  }
  return found;
}

type Found = RestProduct & { published?: boolean | null | undefined };
const publishable = restProduct.extend({ published: maybeFlag });

async function findProduct(client: StoreClient, id: string): Promise<Found | null> {
  const reply = await client.get(`/products/${encodeURIComponent(id)}`);
  return reply && readAs(publishable, plain(objectIn(reply, 'product')), 'a product');
}

async function byHandle(client: StoreClient, handle: string): Promise<Found | null> {
  const page = await client.get('/products', { handles: [handle], per_page: 1 });
  const [first] = listIn(page, 'products');
  return first === undefined ? null : readAs(publishable, plain(first), 'a product');
}

/** All variants, cheapest first. */
function soldVariants(product: RestProduct): Publication['variants'] {
  return product.variants
    .map((one) => ({ platformVariantId: one.id, price: one.price ?? '0' }))
    .sort((a, b) => amount(a.price).comparedTo(amount(b.price)));
}

function handleOf(addOn: AddOnToPublish): string {
  return `tagalong-${addOn.id}`;
}

/** Several prices are told apart by a choice named after the price; a variant whose price stays keeps its id. */
function productOf(addOn: AddOnToPublish, standing: Found | null) {
  const isOne = addOn.prices.length === 1;
  const sku = `TAGALONG-${addOn.id.slice(0, 8).toUpperCase()}`;
  const idOf = (price: string) =>
    isOne && standing?.variants.length === 1
      ? standing.variants[0]?.id
      : standing?.variants.find((one) => one.price !== null && amount(one.price).equals(amount(price)))?.id;
  return {
    title: addOn.title,
    handle: handleOf(addOn),
    brief: addOn.description,
    description: paragraphs(addOn.description, addOn.terms),
    product_type: addOnProductType,
    vendor: 'Tagalong',
    tags: ['tagalong'],
    published: true,
    taxable: true,
    // Called one thing where a product is made and another where it is changed.
    requires_shipping: addOn.fulfilment === 'with_parent',
    require_shipping: addOn.fulfilment === 'with_parent',
    // What stands there is left: a merchant may have given it a better picture.
    ...(standing ? {} : { images: addOn.imageUrl ? [{ src: addOn.imageUrl }] : [] }),
    inventory_tracking: false,
    has_only_default_variant: isOne,
    options: isOne ? [] : [{ name: 'Price', values: addOn.prices }],
    variants: addOn.prices.map((price) => ({
      ...(idOf(price) === undefined ? {} : { id: idOf(price) }),
      ...(isOne ? {} : { option1: price }),
      price: Number(price),
      sku: isOne ? sku : `${sku}-${price}`,
    })),
  };
}
