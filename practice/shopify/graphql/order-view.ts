import { nothing, type Pair } from '../../money';
import { gid } from '../gids';
import type { OrderDoc } from '../ledger/order';
import { agreementsOf, orderedTotalOf } from '../orders/agreements';
import { channelOf, counterOf, localeOf, sourceOf } from '../orders/sales-channel';
import { financialStatusOf, fulfillmentStatusOf, isFullyPaid, returnStatusOf } from '../orders/statuses';
import { suggestedRefundView } from '../orders/suggest';
import { currentQuantityOf, isPositive, totalsOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { addressView } from './address-view';
import { agreementFields, agreementView } from './agreement-view';
import { customerView } from './customer-view';
import { fulfillmentOrderView, fulfillmentView } from './fulfillment-view';
import { discountView, lineView } from './line-view';
import { metafieldFields } from './metafield-view';
import { refundView } from './refund-view';
import { returnView } from './return-view';
import { matcher } from './search';
import { shippingLineView } from './shipping-view';
import { locationView } from './shop-view';
import { mergedTaxLines, taxLineView } from './tax-view';
import { termsView } from './terms-view';
import { transactionView } from './transaction-view';
import { type Args, bag, type View } from './view';

/** An order as GraphQL reads it. */
export function orderView(room: StoreRoom, order: OrderDoc): View {
  let totals: ReturnType<typeof totalsOf> | null = null;
  const t = () => {
    totals ??= totalsOf(order);
    return totals;
  };
  const set = (pick: (all: ReturnType<typeof totalsOf>) => Pair) => () => bag(pick(t()), order);
  const id = gid('Order', order.id);
  const channel = channelOf(order);
  const counter = counterOf(order, room.doc().locations);
  const codes = order.discounts.flatMap((d) => (d.code === null ? [] : [d.code]));
  return {
    __typename: 'Order',
    id,
    legacyResourceId: order.id,
    name: order.name,
    number: order.number,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    processedAt: order.processedAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason,
    cancellation: order.cancelledAt === null ? null : { staffNote: null },
    closed: order.closedAt !== null,
    closedAt: order.closedAt,
    confirmed: true,
    confirmationNumber: order.token.slice(0, 9).toUpperCase(),
    edited: order.edited,
    test: order.test,
    currencyCode: order.currency,
    presentmentCurrencyCode: order.presentmentCurrency,
    taxesIncluded: order.taxesIncluded,
    taxExempt: order.taxExempt ?? false,
    dutiesIncluded: false,
    estimatedTaxes: false,
    email: order.email,
    phone: order.phone,
    note: order.note,
    tags: order.tags,
    poNumber: order.poNumber,
    customAttributes: order.attributes,
    sourceName: sourceOf(order),
    sourceIdentifier: order.sourceIdentifier,
    cartToken: order.cartToken,
    checkoutToken: order.checkoutToken,
    referrerUrl: order.referringSite,
    customerAcceptsMarketing: order.buyerAcceptsMarketing,
    customerLocale: localeOf(order),
    app: { __typename: 'OrderApp', id: gid('App', channel.id), name: channel.name },
    retailLocation: () => (counter === null ? null : locationView(room, counter)),
    customer: () => {
      const customer = order.customerId === null ? null : room.shelf('customer').get(order.customerId);
      return customer === null ? null : customerView(room, customer);
    },
    billingAddress: addressView(order.billingAddress, order.id),
    shippingAddress: addressView(order.shippingAddress, order.id),
    displayAddress: addressView(order.shippingAddress ?? order.billingAddress, order.id),
    billingAddressMatchesShippingAddress:
      JSON.stringify(order.billingAddress) === JSON.stringify(order.shippingAddress),
    displayFinancialStatus: () => financialStatusOf(order),
    displayFulfillmentStatus: () => fulfillmentStatusOf(order),
    returnStatus: () => returnStatusOf(order),
    fullyPaid: () => isFullyPaid(order),
    unpaid: () => !isPositive(t().received),
    canMarkAsPaid: () => order.cancelledAt === null && isPositive(t().outstanding),
    canNotifyCustomer: order.email !== null,
    capturable: () => isPositive(t().capturable),
    refundable: () => isPositive(t().netPayment),
    restockable: order.lines.length > 0,
    merchantEditable: order.cancelledAt === null,
    merchantEditableErrors: order.cancelledAt === null ? [] : ['Cancelled orders cannot be edited'],
    requiresShipping: order.lines.some((line) => line.requiresShipping),
    fulfillable: () => order.cancelledAt === null && fulfillmentStatusOf(order) !== 'FULFILLED',
    paymentGatewayNames: [...new Set(order.transactions.filter((x) => x.status !== 'FAILURE').map((x) => x.gateway))],
    originalTotalPriceSet: () => bag(orderedTotalOf(order), order),
    totalPriceSet: set((x) => x.total),
    subtotalPriceSet: set((x) => x.subtotal),
    totalShippingPriceSet: set((x) => x.shipping),
    totalTaxSet: set((x) => x.tax),
    totalDiscountsSet: set((x) => x.discounts),
    cartDiscountAmountSet: set((x) => x.discounts),
    currentCartDiscountAmountSet: set((x) => x.currentDiscounts),
    currentTotalPriceSet: set((x) => x.currentTotal),
    currentSubtotalPriceSet: set((x) => x.currentSubtotal),
    currentShippingPriceSet: set((x) => x.currentShipping),
    currentTotalTaxSet: set((x) => x.currentTax),
    currentTotalDiscountsSet: set((x) => x.currentDiscounts),
    totalReceivedSet: set((x) => x.received),
    totalRefundedSet: set((x) => x.refunded),
    totalRefundedShippingSet: set((x) => x.refundedShipping),
    refundDiscrepancySet: set((x) => x.discrepancy),
    netPaymentSet: set((x) => x.netPayment),
    totalOutstandingSet: set((x) => x.outstanding),
    totalCapturableSet: set((x) => x.capturable),
    totalTipReceivedSet: bag(nothing, order),
    totalCashRoundingAdjustment: { paymentSet: bag(nothing, order), refundSet: bag(nothing, order) },
    currentTotalDutiesSet: null,
    originalTotalDutiesSet: null,
    subtotalLineItemsQuantity: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    currentSubtotalLineItemsQuantity: () => order.lines.reduce((sum, line) => sum + currentQuantityOf(order, line), 0),
    totalWeight: order.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
    currentTotalWeight: () => order.lines.reduce((sum, line) => sum + line.grams * currentQuantityOf(order, line), 0),
    taxLines: () => mergedTaxLines(order).map((line) => taxLineView(order, line)),
    currentTaxLines: () => mergedTaxLines(order).map((line) => taxLineView(order, line)),
    discountCode: codes[0] ?? null,
    discountCodes: codes,
    discountApplications: () => order.discounts.map((discount, index) => discountView(order, discount, index)),
    lineItems: () => order.lines.map((line) => lineView(room, order, line)),
    shippingLine: () => {
      const first = order.shippingLines.find((line) => !line.removed);
      return first === undefined ? null : shippingLineView(order, first);
    },
    shippingLines: (args: Args) =>
      order.shippingLines
        .filter((line) => !line.removed || args.includeRemovals === true)
        .map((line) => shippingLineView(order, line)),
    transactions: () => order.transactions.map((one) => transactionView(room, order, one)),
    transactionsCount: { count: order.transactions.length, precision: 'EXACT' },
    refunds: () => order.refunds.map((refund) => refundView(room, order, refund)),
    returns: () => order.returns.map((one) => returnView(room, order, one)),
    agreements: (args: Args) =>
      agreementsOf(order)
        .filter(matcher(args.query, agreementFields, room.now()))
        .map((one) => agreementView(room, order, one)),
    paymentTerms: () => (order.terms ? termsView(room, order, order.terms) : null),
    fulfillments: () => order.fulfillments.map((one) => fulfillmentView(room, order, one)),
    fulfillmentsCount: { count: order.fulfillments.length, precision: 'EXACT' },
    fulfillmentOrders: () => order.fulfillmentOrders.map((one) => fulfillmentOrderView(room, order, one)),
    suggestedRefund: (args: Args) => suggestedRefundView(room, order, args),
    statusPageUrl: `https://${room.domain}/${room.doc().shopId}/orders/${order.token}/authenticate`,
    ...metafieldFields(room, id),
  };
}
