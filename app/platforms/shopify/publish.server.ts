import { Fault } from '../../domain/shared/fault';
import { amount } from '../../domain/shared/money';
import { paragraphs } from '../html';
import type { AddOnToPublish, FoundPublication, Publication } from '../platform';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import {
  AddOnProducts,
  type AddOnProductsResult,
  ArchiveProduct,
  MoreAddOnVariants,
  ProductByHandle,
  Publications,
  PublishProduct,
  SetProduct,
  type SetProductVariables,
} from './generated/operations';
import { bareId, gid } from './gids';
import { type Connection, readToEnd } from './pages.server';

/** Add-ons as products of the store. */

/** What tells our products from the merchant's. */
export const addOnProductType = 'Tagalong add-on';

/**
 * Makes or replaces the product of an add-on and offers it in the online store. Its handle is made from the add-on's id,
 * so a try that was cut short finds its product again.
 */
export async function publishAddOn(client: AdminClient, addOn: AddOnToPublish): Promise<Publication> {
  const handle = `tagalong-${addOn.id}`;
  const known = addOn.publication ? gid('Product', addOn.publication.platformProductId) : null;
  const product =
    (known && (await setProduct(client, known, productOf(addOn, handle)))) ||
    (await setProduct(client, await idByHandle(client, handle), productOf(addOn, handle)));
  if (!product) throw unexpected('the product was not made');
  const variants = await variantsOf(client, product);
  if (variants.length !== addOn.prices.length)
    throw unexpected(`${variants.length} variants were made of ${addOn.prices.length}`);
  await publishInOnlineStore(client, product.id);
  return { platformProductId: bareId(product.id), variants };
}

/** Takes the product out of sale. It is not deleted: orders that sold it keep it. One that is gone counts as withdrawn. */
export async function withdrawAddOn(client: AdminClient, publication: Publication): Promise<void> {
  const id = gid('Product', publication.platformProductId);
  const { productUpdate } = await client.run(ArchiveProduct, { product: { id, status: 'ARCHIVED' } });
  const errors = productUpdate?.userErrors ?? [];
  if (errors.some(isGone)) return;
  const fault = faultOfUserErrors('ArchiveProduct', errors);
  if (fault) throw fault;
}

/** Products as they are now; one that is gone is null. */
export async function inspectAddOns(client: AdminClient, platformProductIds: string[]): Promise<FoundPublication[]> {
  const found: FoundPublication[] = [];
  for (let at = 0; at < platformProductIds.length; at += productsAtOnce) {
    const ids = platformProductIds.slice(at, at + productsAtOnce).map((id) => gid('Product', id));
    const { nodes } = await client.run(AddOnProducts, { ids });
    for (const node of nodes) {
      if (node?.__typename !== 'Product') found.push(null);
      else {
        const { title, status } = node as FoundProduct;
        // Unlisted is how we offer it; a merchant who lists it openly still sells it.
        const isOffered = status === 'UNLISTED' || status === 'ACTIVE';
        found.push({ title, isOffered, variants: await variantsOf(client, node as FoundProduct) });
      }
    }
  }
  return found;
}

const productsAtOnce = 20;
type FoundProduct = Extract<NonNullable<AddOnProductsResult['nodes'][number]>, { __typename: 'Product' }>;

/** All variants of a product, cheapest first. */
async function variantsOf(
  client: AdminClient,
  { id, variants }: { id: string; variants: Connection<{ id: string; price: string }> },
): Promise<Publication['variants']> {
  await readToEnd(variants, async (after) => (await client.run(MoreAddOnVariants, { id, after })).product?.variants);
  return variants.nodes
    .map((one) => ({ platformVariantId: bareId(one.id), price: one.price }))
    .sort((a, b) => amount(a.price).comparedTo(amount(b.price)));
}

type ProductInput = SetProductVariables['input'];

function productOf(addOn: AddOnToPublish, handle: string): ProductInput {
  return {
    title: addOn.title,
    handle,
    descriptionHtml: paragraphs(addOn.description, addOn.terms),
    productType: addOnProductType,
    vendor: 'Tagalong',
    tags: ['tagalong'],
    // Sold by its own address and by our widget; absent from search, collections, recommendations and sitemaps.
    status: 'UNLISTED',
    metafields: [{ namespace: '$app:tagalong', key: 'add_on', type: 'single_line_text_field', value: addOn.id }],
    ...variantsToSet(addOn),
  };
}

/** One price is a product without choices; several are told apart by their price, which keeps a variant's id while its price stays. */
function variantsToSet(addOn: AddOnToPublish): Pick<ProductInput, 'productOptions' | 'variants'> {
  const option = addOn.prices.length === 1 ? 'Title' : 'Price';
  const choiceFor = (price: string) => (addOn.prices.length === 1 ? 'Default Title' : price);
  const sku = `TAGALONG-${addOn.id.slice(0, 8).toUpperCase()}`;
  return {
    productOptions: [{ name: option, position: 1, values: addOn.prices.map((price) => ({ name: choiceFor(price) })) }],
    variants: addOn.prices.map((price) => ({
      optionValues: [{ optionName: option, name: choiceFor(price) }],
      price,
      sku: addOn.prices.length === 1 ? sku : `${sku}-${price}`,
      taxable: true,
      inventoryPolicy: 'CONTINUE',
      inventoryItem: { tracked: false, requiresShipping: addOn.fulfilment === 'with_parent' },
    })),
  };
}

/** Null when the product that should be replaced is gone. */
async function setProduct(client: AdminClient, id: string | null, input: ProductInput) {
  const { productSet } = await client.run(SetProduct, { ...(id === null ? {} : { identifier: { id } }), input });
  const errors = productSet?.userErrors ?? [];
  if (id !== null && errors.some(isGone)) return null;
  const fault = faultOfUserErrors('SetProduct', errors);
  if (fault) throw fault;
  return productSet?.product ?? null;
}

async function idByHandle(client: AdminClient, handle: string): Promise<string | null> {
  return (await client.run(ProductByHandle, { handle })).productByIdentifier?.id ?? null;
}

async function publishInOnlineStore(client: AdminClient, id: string): Promise<void> {
  const { publications } = await client.run(Publications, {});
  await readToEnd(publications, async (after) => (await client.run(Publications, { after })).publications);
  const onlineStore = publications.nodes.find((one) => one.name === 'Online Store');
  if (!onlineStore) {
    throw new Fault({
      reasonClass: 'platform-refused',
      retry: false,
      publicMessage: 'This store has no online store channel, where add-ons are sold.',
    });
  }
  const { publishablePublish } = await client.run(PublishProduct, {
    id,
    input: [{ publicationId: onlineStore.id }],
  });
  const fault = faultOfUserErrors('PublishProduct', publishablePublish?.userErrors ?? []);
  if (fault) throw fault;
}

function isGone(error: { code?: unknown; message: string }): boolean {
  return /NOT_FOUND|DOES_NOT_EXIST/.test(String(error.code ?? '')) || /does not exist|not found/i.test(error.message);
}

function unexpected(message: string): Fault {
  return new Fault({
    reasonClass: 'platform-refused',
    retry: true,
    publicMessage: 'Shopify answered something that we did not expect. We try again by ourselves.',
    message,
  });
}
