import type { PulledCustomer, PulledThing } from '../platform';
import type { AdminClient } from './client.server';
import {
  CustomersById,
  type CustomersByIdResult,
  PageOfCustomers,
  type PageOfCustomersResult,
  PageOfVariants,
  type PageOfVariantsResult,
} from './generated/operations';
import { bareId, gid } from './gids';
import { inBatches } from './in-batches.server';
import { asPlatformTime } from './platform-clock.server';

const variantsAtOnce = 250;
const customersAtOnce = 100;

type Variant = PageOfVariantsResult['productVariants']['nodes'][number];

/** Every product with its variants, as their messages tell them; one that stands on two pages comes in two parts. */
export async function* pullProducts(client: AdminClient): AsyncIterable<PulledThing[]> {
  for (let after: string | null = null; ; ) {
    const began = Date.now();
    const page: PageOfVariantsResult['productVariants'] = (
      await client.run(PageOfVariants, { first: variantsAtOnce, after })
    ).productVariants;
    const products = new Map<string, Variant[]>();
    for (const variant of page.nodes) {
      const others = products.get(variant.product.id);
      if (others) others.push(variant);
      else products.set(variant.product.id, [variant]);
    }
    const askedAt = asPlatformTime(began);
    yield [...products.values()].map((one) => ({ ...asProduct(one), askedAt }));
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor;
  }
}

function asProduct(variants: Variant[]): Omit<PulledThing, 'askedAt'> {
  const [first] = variants as [Variant];
  const { id, title, vendor, productType, tags, updatedAt } = first.product;
  const body = {
    ...{ id: bareId(id), title, vendor, product_type: productType, tags },
    variants: variants.map((one) => ({
      ...{ id: bareId(one.id), sku: one.sku, title: one.title, price: one.price },
      inventory_item_id: bareId(one.inventoryItem.id),
    })),
  };
  return {
    topic: 'product:pulled',
    key: `product ${bareId(id)} from ${bareId(first.id)}@${updatedAt}`,
    body: JSON.stringify(body),
  };
}

/** Every customer who bought, those who changed last at the end. */
export async function* pullCustomers(client: AdminClient): AsyncIterable<PulledThing[]> {
  for (let after: string | null = null; ; ) {
    const began = Date.now();
    const customers: PageOfCustomersResult['customers'] = (
      await client.run(PageOfCustomers, { first: customersAtOnce, after })
    ).customers;
    const askedAt = asPlatformTime(began);
    yield customers.nodes.map((one) => ({
      topic: 'customer:pulled',
      key: `customer ${bareId(one.id)}@${one.updatedAt}`,
      body: JSON.stringify(one),
      askedAt,
    }));
    if (!customers.pageInfo.hasNextPage) return;
    after = customers.pageInfo.endCursor;
  }
}

type WholeCustomer = Extract<NonNullable<CustomersByIdResult['nodes'][number]>, { __typename: 'Customer' }>;

/** Customers by id; ids that Shopify does not know are left out. */
export async function fetchCustomers(client: AdminClient, platformCustomerIds: string[]): Promise<PulledCustomer[]> {
  const found: PulledCustomer[] = [];
  const gids = platformCustomerIds.map((one) => gid('Customer', one));
  for await (const { nodes, askedAt } of inBatches(client, gids, (ids) => client.run(CustomersById, { ids }))) {
    for (const node of nodes) {
      if (node?.__typename !== 'Customer') continue;
      const customer = node as WholeCustomer;
      found.push({ platformCustomerId: bareId(customer.id), body: JSON.stringify(customer), askedAt });
    }
  }
  return found;
}
