/** The platform's own queries and mutations by which the stock and the history are written. */

export const LOCATIONS = `query StockLocations { locations(first: 1) { nodes { id } } }`;

export const COLLECTION_CREATE = `mutation StockCollection($collection: CollectionCreateInput!) {
  collectionCreate(collection: $collection) { collection { id handle } userErrors { field message } }
}`;

export const PRODUCT_SET = `mutation StockProduct($input: ProductSetInput!) {
  productSet(synchronous: true, input: $input) {
    product { id handle variants(first: 20) { nodes { id sku } } }
    userErrors { field message }
  }
}`;

export const CATALOGUE = `query HistoryCatalogue($after: String) {
  products(first: 100, after: $after, query: "status:active") {
    nodes {
      id title vendor productType
      variants(first: 20) { nodes { id title price sku } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ADD_ON_VARIANTS = `query HistoryAddOns($ids: [ID!]!) {
  nodes(ids: $ids) { ... on ProductVariant { id title price sku product { id title vendor } } }
}`;

const ORDER_PIECES = `
  id name
  lineItems(first: 20) { nodes { id quantity currentQuantity variant { id } } }
  transactions(first: 5) { id kind status gateway amountSet { presentmentMoney { amount currencyCode } } }
  fulfillmentOrders(first: 5) { nodes { id status lineItems(first: 20) { nodes { id remainingQuantity } } } }
  totalOutstandingSet { presentmentMoney { amount } }
`;

export const ORDER_CREATE = `mutation HistoryOrder($order: OrderCreateOrderInput!) {
  orderCreate(order: $order) { order { id customer { id } } userErrors { field message } }
}`;

/** The order as it stands, for what happens to it later. */
export const ORDER_NOW = `query HistoryOrderNow($id: ID!) { order(id: $id) { cancelledAt ${ORDER_PIECES} } }`;

export const ORDER_MARK_PAID = `mutation HistoryPaid($input: OrderMarkAsPaidInput!) {
  orderMarkAsPaid(input: $input) { order { id } userErrors { field message } }
}`;

export const FULFILL = `mutation HistoryFulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id fulfillmentLineItems(first: 20) { nodes { id quantity lineItem { id } } } }
    userErrors { field message }
  }
}`;

export const REFUND = `mutation HistoryRefund($input: RefundInput!) {
  refundCreate(input: $input) { refund { id } userErrors { field message } }
}`;

export const SUGGESTED_REFUND = `query HistorySuggestedRefund(
  $id: ID!, $lines: [RefundLineItemInput!], $shipping: Boolean, $shippingAmount: Money
) {
  order(id: $id) {
    suggestedRefund(refundLineItems: $lines, refundShipping: $shipping, shippingAmount: $shippingAmount) {
      amountSet { presentmentMoney { amount currencyCode } }
      suggestedTransactions { kind gateway parentTransaction { id } amountSet { presentmentMoney { amount } } }
    }
  }
}`;

export const CANCEL = `mutation HistoryCancel(
  $orderId: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $refundMethod: OrderCancelRefundMethodInput
) {
  orderCancel(orderId: $orderId, reason: $reason, restock: $restock, refundMethod: $refundMethod) {
    orderCancelUserErrors { field message }
  }
}`;

export const RETURN_CREATE = `mutation HistoryReturn($returnInput: ReturnInput!) {
  returnCreate(returnInput: $returnInput) { return {
    id returnLineItems(first: 20) { nodes { id quantity } } exchangeLineItems(first: 5) { nodes { id quantity } }
  } userErrors { field message } }
}`;

export const RETURN_PROCESS = `mutation HistoryReturnProcess($input: ReturnProcessInput!) {
  returnProcess(input: $input) { return { id status } userErrors { field message } }
}`;

export const EDIT_BEGIN = `mutation HistoryEditBegin($id: ID!) {
  orderEditBegin(id: $id) {
    calculatedOrder { id lineItems(first: 20) { nodes { id quantity variant { id } } } }
    userErrors { field message }
  }
}`;

export const EDIT_SET_QUANTITY = `mutation HistoryEditQuantity($id: ID!, $lineItemId: ID!, $quantity: Int!) {
  orderEditSetQuantity(id: $id, lineItemId: $lineItemId, quantity: $quantity) {
    calculatedOrder { id } userErrors { field message }
  }
}`;

export const EDIT_ADD_VARIANT = `mutation HistoryEditAdd($id: ID!, $variantId: ID!, $quantity: Int!) {
  orderEditAddVariant(id: $id, variantId: $variantId, quantity: $quantity) {
    calculatedLineItem { id } calculatedOrder { id } userErrors { field message }
  }
}`;

export const EDIT_DISCOUNT = `mutation HistoryEditDiscount($id: ID!, $lineItemId: ID!, $discount: OrderEditAppliedDiscountInput!) {
  orderEditAddLineItemDiscount(id: $id, lineItemId: $lineItemId, discount: $discount) {
    calculatedOrder { id } userErrors { field message }
  }
}`;

export const EDIT_COMMIT = `mutation HistoryEditCommit($id: ID!) {
  orderEditCommit(id: $id, notifyCustomer: false, staffNote: "Changed on the customer's wish") {
    order { id } userErrors { field message }
  }
}`;

export const RETURN_REQUEST = `mutation HistoryReturnRequest($input: ReturnRequestInput!) {
  returnRequest(input: $input) { return { id } userErrors { field message } }
}`;

export const RETURN_DECLINE = `mutation HistoryReturnDecline($input: ReturnDeclineRequestInput!) {
  returnDeclineRequest(input: $input) { return { id } userErrors { field message } }
}`;

export const FULFILLMENT_EVENT = `mutation HistoryFulfillmentEvent($fulfillmentEvent: FulfillmentEventInput!) {
  fulfillmentEventCreate(fulfillmentEvent: $fulfillmentEvent) { fulfillmentEvent { id } userErrors { field message } }
}`;

export const PAYMENT_TERMS = `mutation HistoryPaymentTerms($id: ID!, $attributes: PaymentTermsCreateInput!) {
  paymentTermsCreate(referenceId: $id, paymentTermsAttributes: $attributes) {
    paymentTerms { id } userErrors { field message }
  }
}`;

export const SHIPPED = `query HistoryShipped($id: ID!) {
  order(id: $id) {
    fulfillments(first: 5) { id displayStatus fulfillmentLineItems(first: 20) { nodes { id quantity lineItem { id } } } }
  }
}`;
