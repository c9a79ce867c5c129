/** What the storefront asks of the platform, as a theme's renderer would ask its own database. */

/** what the shopper's market asks for a variant */
const HERE = 'contextualPricing(context: { country: $country }) { price { amount } }';

const PRODUCT = `
  id title handle descriptionHtml vendor productType tags status
  collections(first: 10) { nodes { id handle title } }
  options { name values }
  variants(first: 50) {
    nodes {
      id title sku price compareAtPrice availableForSale inventoryQuantity ${HERE}
      selectedOptions { name value }
      inventoryItem { requiresShipping }
    }
  }
`;

export const PRODUCT_BY_HANDLE = `query StorefrontProduct($handle: String!, $country: CountryCode!) {
  productByIdentifier(identifier: { handle: $handle }) { ${PRODUCT} }
}`;

export const PRODUCTS = `query StorefrontProducts($after: String, $country: CountryCode!) {
  products(first: 100, after: $after, sortKey: TITLE) {
    nodes { ${PRODUCT} }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const COLLECTIONS = `query StorefrontCollections {
  collections(first: 50, sortKey: TITLE) { nodes { id handle title descriptionHtml } }
}`;

export const VARIANTS = `query StorefrontVariants($ids: [ID!]!, $country: CountryCode!) {
  nodes(ids: $ids) {
    ... on ProductVariant {
      id title sku price availableForSale taxable ${HERE}
      inventoryItem { requiresShipping }
      product { id title handle vendor productType status }
    }
  }
}`;

export const ORDER_CREATE = `mutation StorefrontOrder($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) { order { id name } userErrors { field message } }
}`;

export const ORDER = `query StorefrontThanks($id: ID!) {
  order(id: $id) {
    id name displayFinancialStatus
    totalPriceSet { presentmentMoney { amount currencyCode } }
    lineItems(first: 50) { nodes { id title variantTitle quantity discountedTotalSet { presentmentMoney { amount currencyCode } } } }
  }
}`;
