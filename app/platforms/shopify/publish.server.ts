import { offersDocument } from '../../domain/addons/offers';
import { Fault } from '../../domain/shared/fault';
import type { AddOnToPublish, Publication } from '../platform';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import {
  ArchiveProduct,
  Installation,
  ProductByHandle,
  Publications,
  PublishProduct,
  SetMetafields,
  SetProduct,
  type SetProductVariables,
} from './generated/operations';
import { bareId, gid } from './gids';
import { readToEnd } from './pages.server';

/** Add-ons as products of the store, and the offers that the widget reads. */

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
  const variant = product?.variants.nodes[0];
  if (!product || !variant) throw unexpected('the product was made without a variant');
  await publishInOnlineStore(client, product.id);
  return { platformProductId: bareId(product.id), platformVariantId: bareId(variant.id) };
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

/** Writes the offers into the app's own metafield, where the widget's Liquid reads them. */
export async function publishOffers(client: AdminClient, addOns: AddOnToPublish[]): Promise<void> {
  const { currentAppInstallation } = await client.run(Installation, {});
  const { metafieldsSet } = await client.run(SetMetafields, {
    metafields: [
      {
        ownerId: currentAppInstallation.id,
        namespace: 'tagalong',
        key: 'offers',
        type: 'json',
        value: JSON.stringify(offersDocument(addOns)),
      },
    ],
  });
  const fault = faultOfUserErrors('SetMetafields', metafieldsSet?.userErrors ?? []);
  if (fault) throw fault;
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
    productOptions: [{ name: 'Title', position: 1, values: [{ name: 'Default Title' }] }],
    variants: [
      {
        optionValues: [{ optionName: 'Title', name: 'Default Title' }],
        price: addOn.price,
        sku: `TAGALONG-${addOn.id.slice(0, 8).toUpperCase()}`,
        taxable: true,
        inventoryPolicy: 'CONTINUE',
        inventoryItem: { tracked: false, requiresShipping: shipped.has(addOn.kind) },
      },
    ],
  };
}

/** Kinds that are a thing in the parcel; the others are a promise and need no shipping of their own. */
const shipped = new Set(['gift_wrap']);

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

function paragraphs(...texts: string[]): string {
  return texts
    .filter((text) => text.trim() !== '')
    .map((text) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function unexpected(message: string): Fault {
  return new Fault({
    reasonClass: 'platform-refused',
    retry: true,
    publicMessage: 'Shopify answered something that we did not expect. We try again by ourselves.',
    message,
  });
}
