import { type Currencies, nothing } from '../../money';
import { addressFrom } from '../graphql/address-view';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { OrderDoc } from '../ledger/order';
import { newToken, type StoreRoom } from '../store-room';
import { saveOrder, tellFulfillment, tellPurchases, tellTransaction } from './change';
import { customerForOrder } from './customer-of-order';
import { applyCode } from './discount-code';
import { fulfil, openFulfillmentOrder } from './fulfil';
import { lineFrom, moment, shippingFrom, taxFrom, transactionFrom } from './order-parts';
import { isFullyPaid } from './statuses';
import { takeStock } from './stock';
/** orderCreate: an order from its parts, with the amounts that the caller gives in both currencies. */
export function createOrder(room: StoreRoom, input: Args, options: Args | null | undefined): OrderDoc {
  const given: Args[] = input.lineItems ?? [];
  if (given.length === 0) refuse(['order', 'lineItems'], 'Line items must have at least one line item', 'INVALID');
  const store = room.doc();
  const now = room.stamp();
  const currency: string = input.currency ?? given[0]?.priceSet?.shopMoney?.currencyCode ?? store.currency;
  const presentmentCurrency: string =
    input.presentmentCurrency ?? given[0]?.priceSet?.presentmentMoney?.currencyCode ?? currency;
  const of: Currencies = { currency, presentmentCurrency };
  const id = room.nextId();
  const number = numberFor(room, input.name);
  const order: OrderDoc = {
    id,
    name: input.name ?? `#${number}`,
    number,
    createdAt: now,
    updatedAt: now,
    processedAt: moment(input.processedAt) ?? now,
    cancelledAt: null,
    cancelReason: null,
    closedAt: moment(input.closedAt),
    edited: false,
    test: input.test ?? false,
    ...of,
    taxesIncluded: input.taxesIncluded ?? false,
    statedFinancialStatus: input.financialStatus ?? null,
    statedFulfillmentStatus: input.fulfillmentStatus ?? null,
    email: input.email ?? null,
    phone: input.phone ?? null,
    customerId: null,
    tags: [...new Set<string>(input.tags ?? [])].sort(),
    note: input.note ?? null,
    attributes: input.customAttributes ?? [],
    sourceName: input.sourceName ?? null,
    sourceIdentifier: input.sourceIdentifier ?? null,
    token: newToken(),
    cartToken: input.sourceName === 'web' ? newToken() : null,
    checkoutToken: input.sourceName === 'web' ? newToken() : null,
    poNumber: input.poNumber ?? null,
    referringSite: input.referringSite ?? null,
    buyerAcceptsMarketing: input.buyerAcceptsMarketing ?? false,
    billingAddress: addressFrom(input.billingAddress),
    shippingAddress: addressFrom(input.shippingAddress),
    lines: given.map((line, index) => lineFrom(room, of, line, index)),
    shippingLines: (input.shippingLines ?? []).map((line: Args) => shippingFrom(room, of, line)),
    orderTaxLines: (input.taxLines ?? []).map((line: Args) => taxFrom(room, of, line, nothing)),
    discounts: [],
    transactions: [],
    refunds: [],
    fulfillmentOrders: [],
    fulfillments: [],
    returns: [],
  };
  applyCode(room, order, input.discountCode);
  order.transactions = (input.transactions ?? []).map((one: Args) => transactionFrom(room, of, one, now, order));
  linkCaptures(order);
  const customer = customerForOrder(room, input, order);
  order.customerId = customer?.id ?? null;
  order.customerLocale = customer?.locale ?? (order.sourceName === 'web' ? 'en' : null);
  order.taxExempt = customer?.taxExempt ?? false;
  order.email ??= customer?.email ?? null;
  openFulfillmentOrder(room, order);
  if (options?.inventoryBehaviour !== undefined && options.inventoryBehaviour !== 'BYPASS') takeStock(room, order);
  const shipped =
    input.fulfillmentStatus === 'FULFILLED' || input.fulfillment !== undefined
      ? fulfil(room, order, null, input.fulfillment ?? {})
      : null;
  saveOrder(room, order, ['orders/create']);
  tellPurchases(room, order.customerId);
  for (const one of order.transactions) tellTransaction(room, order, one);
  if (isFullyPaid(order)) saveOrder(room, order, ['orders/paid']);
  if (shipped !== null) {
    tellFulfillment(room, order, shipped.id, 'fulfillments/create');
    saveOrder(room, order, ['orders/fulfilled']);
  }
  return order;
}

function numberFor(room: StoreRoom, name: string | null | undefined): number {
  const stated = /(\d+)/.exec(name ?? '')?.[1];
  if (stated !== undefined && name !== undefined && name !== null) return Number(stated.slice(-9));
  const store = room.doc();
  store.lastOrderNumber += 1;
  room.saveDoc(store);
  return store.lastOrderNumber;
}

function linkCaptures(order: OrderDoc): void {
  const authorization = order.transactions.find((one) => one.kind === 'AUTHORIZATION');
  const paid = order.transactions.find((one) => one.kind === 'SALE' || one.kind === 'CAPTURE');
  for (const one of order.transactions) {
    if (one.kind === 'CAPTURE' || one.kind === 'VOID') one.parentId = authorization?.id ?? null;
    if (one.kind === 'REFUND') one.parentId = paid?.id ?? null;
  }
}
