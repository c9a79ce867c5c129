/** What the practice admin's own pages ask of the platform. */

const MONEY = 'shopMoney { amount currencyCode }';

export const ABOUT = `query AdminAbout { currentAppInstallation { accessScopes { handle } } }`;

export const ORDERS = `query AdminOrders($query: String, $after: String) {
  orders(first: 30, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
    nodes {
      id name createdAt cancelledAt test email displayFinancialStatus displayFulfillmentStatus
      customer { displayName }
      currentTotalPriceSet { ${MONEY} }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ORDER = `query AdminOrder($id: ID!) {
  order(id: $id) {
    id name createdAt cancelledAt test email displayFinancialStatus displayFulfillmentStatus
    customer { displayName }
    currentTotalPriceSet { ${MONEY} }
    totalOutstandingSet { ${MONEY} }
    totalRefundedSet { ${MONEY} }
    fulfillmentOrders(first: 5) { nodes { id status } }
    lineItems(first: 50) {
      nodes {
        id title variantTitle sku quantity currentQuantity refundableQuantity
        customAttributes { key value }
        discountedTotalSet { ${MONEY} }
        variant { id }
      }
    }
  }
}`;

export const PRODUCTS = `query AdminProducts($query: String, $after: String) {
  products(first: 50, after: $after, query: $query, sortKey: TITLE) {
    nodes { id title handle status vendor productType totalInventory variantsCount { count } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const PICK_PRODUCTS = `query AdminPickProducts($query: String) {
  products(first: 60, query: $query, sortKey: TITLE) {
    nodes {
      id title handle status vendor productType tags descriptionHtml totalInventory createdAt updatedAt
      variants(first: 30) { nodes { id title sku price displayName } }
    }
  }
}`;

export const PICK_COLLECTIONS = `query AdminPickCollections($query: String) {
  collections(first: 60, query: $query, sortKey: TITLE) { nodes { id title handle descriptionHtml updatedAt } }
}`;
