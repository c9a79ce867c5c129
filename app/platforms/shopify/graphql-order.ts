import type { z } from 'zod';
import type { Customer } from '../../domain/customers/customer';
import type { CanonicalOrder } from '../../domain/orders/order';
import type { Fulfillment, OrderLine, Transaction } from '../../domain/orders/order-parts';
import { amount, minus, noMoney, sumPairs, times } from '../../domain/shared/money';
import { addressesOf } from '../addresses';
import { currencyOf, sortedTags, undated } from '../news';
import { extrasOf } from './graphql-extras';
import { asFulfillment, asRefund, asTransaction } from './graphql-facts';
import type {
  GraphqlConsent,
  GraphqlOrder,
  graphqlAllocation,
  graphqlApplication,
  graphqlCustomer,
  graphqlLine,
  graphqlShippingLine,
  graphqlTaxLine,
} from './graphql-shape';
import { currenciesOf, pairOf, toldPair } from './money';
import { plainAddress } from './shared-order';
import { financialStatus, fulfillmentStatus, rawFulfillmentStatus, rawStatus } from './statuses';

/**
 * An order of the Admin API as the canonical one.
 * @param anyCurrency a currency named anywhere in it, for replies that did not ask for the order's own
 */
export function fromGraphql(o: GraphqlOrder, anyCurrency: string | null): CanonicalOrder {
  const total = o.totalPriceSet ?? o.currentTotalPriceSet;
  const currencies = currenciesOf(total ?? o.lineItems[0]?.originalUnitPriceSet);
  const currency = currencyOf(currencies.shop, o.currencyCode, o.presentmentCurrencyCode, anyCurrency);
  const presentmentCurrency = currencyOf(currencies.presentment, o.presentmentCurrencyCode, currency);
  const raw = rawFulfillmentStatus(o.displayFulfillmentStatus);
  const shippingLines = (o.shippingLines ?? (o.shippingLine ? [o.shippingLine] : []))
    .filter((one) => !one.isRemoved)
    .map((one, position) => asShippingLine(one, `${o.id}-shipping-${position}`));
  const refunds = o.refunds.map((one) => asRefund(one, currency, presentmentCurrency));
  const fulfillments = o.fulfillments.map(asFulfillment);
  const shipped = shippedLines(fulfillments);
  const updatedAt = o.updatedAt ?? o.createdAt ?? undated;
  return {
    platformOrderId: o.id,
    orderNumber: o.name ?? o.id,
    createdAt: o.createdAt ?? o.processedAt ?? updatedAt,
    processedAt: o.processedAt,
    updatedAt,
    cancelledAt: o.cancelledAt,
    cancelReason: o.cancelReason?.toLowerCase() ?? null,
    closedAt: o.closedAt,
    test: o.test,
    confirmed: o.confirmed ?? true,
    status: o.cancelledAt ? 'cancelled' : o.closedAt ? 'closed' : 'open',
    financialStatus: financialStatus(rawStatus(o.displayFinancialStatus)),
    fulfillmentStatus: fulfillmentStatus(raw),
    rawFinancialStatus: rawStatus(o.displayFinancialStatus),
    rawFulfillmentStatus: raw,
    currency,
    presentmentCurrency,
    taxesIncluded: o.taxesIncluded,
    isSummary: false,
    taxExempt: o.taxExempt,
    estimatedTaxes: o.estimatedTaxes,
    dutiesIncluded: o.dutiesIncluded,
    customer: asCustomer(o.customer),
    acceptsMarketing: o.customerAcceptsMarketing,
    email: o.email,
    phone: o.phone,
    locale: o.customerLocale,
    sourceName: o.sourceName,
    sourceIdentifier: o.sourceIdentifier,
    poNumber: o.poNumber,
    appId: o.app?.id ?? null,
    tags: sortedTags(o.tags),
    note: o.note,
    noteAttributes: o.customAttributes,
    cartToken: o.cartToken,
    checkoutToken: o.checkoutToken,
    paymentGateways: o.paymentGatewayNames,
    paymentTerms: o.paymentTerms
      ? {
          name: o.paymentTerms.paymentTermsName,
          type: o.paymentTerms.paymentTermsType?.toLowerCase() ?? null,
          dueInDays: o.paymentTerms.dueInDays ?? null,
          dueAt: o.paymentTerms.paymentSchedules[0]?.dueAt ?? null,
        }
      : null,
    totals: {
      total: pairOf(total),
      subtotal: toldPair(o.subtotalPriceSet),
      discounts: toldPair(o.totalDiscountsSet),
      currentTotal: toldPair(o.currentTotalPriceSet),
      currentSubtotal: toldPair(o.currentSubtotalPriceSet),
      currentTax: toldPair(o.currentTotalTaxSet),
      currentDiscounts: toldPair(o.currentTotalDiscountsSet),
      outstanding: toldPair(o.totalOutstandingSet),
      tax: pairOf(o.totalTaxSet),
      shipping: o.totalShippingPriceSet
        ? pairOf(o.totalShippingPriceSet)
        : sumPairs(shippingLines.map((one) => one.discounted)),
      tips: pairOf(o.totalTipReceivedSet),
      duties: pairOf(o.originalTotalDutiesSet),
    },
    lines: o.lineItems.map((one, position) => asLine(one, `${o.id}-${position}`, shipped)),
    addresses: addressesOf({
      billing: plainAddress(o.billingAddress),
      shipping: plainAddress(o.shippingAddress),
      default: plainAddress(o.customer?.defaultAddress),
    }),
    shippingLines,
    discounts: applicationsOf(o).map(asDiscount),
    transactions: transactionsOf(
      o,
      currency,
      presentmentCurrency,
      refunds.flatMap((one) => one.transactions),
    ),
    refunds,
    fulfillments,
    extras: extrasOf(o),
  };
}

function asLine(l: z.infer<typeof graphqlLine>, fallbackId: string, shipped: Set<string> | null): OrderLine {
  const taxLines = l.taxLines.map(asTaxLine);
  const unitPrice = pairOf(l.originalUnitPriceSet);
  return {
    platformLineId: l.id ?? fallbackId,
    platformProductId: l.product?.id ?? null,
    platformVariantId: l.variant?.id ?? null,
    lineGroupId: l.lineItemGroup?.id ?? null,
    sku: l.sku,
    title: l.title ?? l.name ?? '',
    variantTitle: l.variantTitle,
    vendor: l.vendor,
    quantity: l.quantity,
    currentQuantity: l.currentQuantity ?? l.quantity,
    unitPrice,
    tax: sumPairs(taxLines.map((one) => one.amount)),
    isGiftCard: l.isGiftCard,
    isTip: false,
    requiresShipping: l.requiresShipping ?? true,
    taxable: l.taxable ?? true,
    fulfillmentStatus: lineStatus(l, shipped),
    properties: l.customAttributes,
    taxLines,
    discountAllocations: l.discountAllocations?.map(asAllocation) ?? wholeDiscount(l, unitPrice),
    duties: l.duties.map((duty) => ({ amount: pairOf(duty.price), taxLines: duty.taxLines.map(asTaxLine) })),
  };
}

/** The lines that were shipped in part at least; null when an export left the lines of its fulfilments out. */
function shippedLines(fulfillments: Fulfillment[]): Set<string> | null {
  const made = fulfillments.filter((one) => one.status === 'success');
  if (made.some((one) => one.lines.length === 0)) return null;
  return new Set(made.flatMap((one) => one.lines.map((part) => part.platformLineId)));
}

/** In REST's words: nothing shipped is no state at all. */
function lineStatus(l: z.infer<typeof graphqlLine>, shipped: Set<string> | null): string | null {
  const left = l.unfulfilledQuantity ?? null;
  if (left === null) return null;
  const current = l.currentQuantity ?? l.quantity;
  const any = shipped ? shipped.has(l.id ?? '') : left < current;
  if (!any) return null;
  return left === 0 ? 'fulfilled' : 'partial';
}

/** Where allocations were not asked for, the line's own totals still tell its discount. */
function wholeDiscount(
  l: z.infer<typeof graphqlLine>,
  unitPrice: OrderLine['unitPrice'],
): OrderLine['discountAllocations'] {
  const whole = l.totalDiscountSet
    ? pairOf(l.totalDiscountSet)
    : l.discountedTotalSet
      ? minus(times(unitPrice, l.quantity), pairOf(l.discountedTotalSet))
      : noMoney;
  return amount(whole.shop).isZero() ? [] : [{ amount: whole, applicationIndex: null }];
}

function asShippingLine(
  s: z.infer<typeof graphqlShippingLine>,
  fallbackId: string,
): CanonicalOrder['shippingLines'][number] {
  const price = pairOf(s.originalPriceSet ?? s.discountedPriceSet);
  return {
    platformShippingLineId: s.id ?? fallbackId,
    title: s.title,
    code: s.code,
    carrier: s.carrierIdentifier,
    source: s.source,
    price,
    discounted: s.discountedPriceSet ? pairOf(s.discountedPriceSet) : price,
    taxLines: s.taxLines.map(asTaxLine),
    discountAllocations: s.discountAllocations.map(asAllocation),
  };
}

function asTaxLine(t: z.infer<typeof graphqlTaxLine>): OrderLine['taxLines'][number] {
  return { title: t.title ?? '', rate: t.rate ?? null, amount: pairOf(t.priceSet) };
}

function asAllocation(a: z.infer<typeof graphqlAllocation>): OrderLine['discountAllocations'][number] {
  return { amount: pairOf(a.allocatedAmountSet), applicationIndex: a.discountApplication?.index ?? null };
}

const kinds: Record<string, string> = {
  DiscountCodeApplication: 'discount_code',
  ManualDiscountApplication: 'manual',
  AutomaticDiscountApplication: 'automatic',
  ScriptDiscountApplication: 'script',
};

function asDiscount(a: z.infer<typeof graphqlApplication>): CanonicalOrder['discounts'][number] {
  const percentage = a.value?.percentage ?? null;
  return {
    kind: kinds[a.__typename ?? ''] ?? (a.code ? 'discount_code' : 'unknown'),
    code: a.code,
    title: a.title ?? a.description,
    value: percentage ?? a.value?.amount ?? null,
    valueType: a.value ? (percentage === null ? 'fixed_amount' : 'percentage') : null,
    allocationMethod: a.allocationMethod?.toLowerCase() ?? null,
    targetSelection: a.targetSelection?.toLowerCase() ?? null,
    targetType: a.targetType?.toLowerCase() ?? null,
  };
}

/** A customer as GraphQL carries one, inside an order or alone. */
export function asCustomer(c: z.infer<typeof graphqlCustomer>): CanonicalOrder['customer'] {
  if (!c) return null;
  return {
    platformCustomerId: c.id,
    email: c.defaultEmailAddress?.emailAddress ?? c.email,
    emailVerified: c.verifiedEmail,
    phone: c.defaultPhoneNumber?.phoneNumber ?? c.phone,
    firstName: c.firstName,
    lastName: c.lastName,
    state: c.state?.toLowerCase() ?? null,
    taxExempt: c.taxExempt,
    defaultAddress: plainAddress(c.defaultAddress),
    tags: sortedTags(c.tags),
    consents: { email: asConsent(c.defaultEmailAddress), sms: asConsent(c.defaultPhoneNumber) },
    createdAt: c.createdAt,
    updatedAt: c.updatedAt,
  };
}

function asConsent(c: GraphqlConsent | null | undefined): NonNullable<Customer['consents']>['email'] {
  if (!c?.marketingState) return null;
  return {
    state: c.marketingState.toLowerCase(),
    optInLevel: c.marketingOptInLevel?.toLowerCase() ?? null,
    changedAt: c.marketingUpdatedAt,
  };
}

/** The discounts by their index; an export names them only beside the allocations that they made. */
function applicationsOf(o: GraphqlOrder): z.infer<typeof graphqlApplication>[] {
  const allocations = [...o.lineItems, ...(o.shippingLine ? [o.shippingLine] : [])].flatMap(
    (one) => one.discountAllocations ?? [],
  );
  const named = o.discountApplications ?? allocations.flatMap((one) => one.discountApplication ?? []);
  const byIndex = new Map(named.map((one) => [one.index ?? 0, one]));
  return [...byIndex].sort(([a], [b]) => a - b).map(([, one]) => one);
}

/** The order lists its refunds' transactions too; there each knows its refund. */
function transactionsOf(
  o: GraphqlOrder,
  currency: string,
  presentment: string,
  ofRefunds: Transaction[],
): Transaction[] {
  const refundOf = new Map(ofRefunds.map((one) => [one.platformTransactionId, one.platformRefundId]));
  return o.transactions.map((one, position) => {
    const refundId = (one.id && refundOf.get(one.id)) || null;
    return asTransaction(one, currency, presentment, refundId, `${o.id}-transaction-${position}`);
  });
}
