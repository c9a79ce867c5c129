import { z } from 'zod';
import { count, flag, list, maybeCount, maybeDecimal, maybeFlag, maybeInstant, properties, text } from '../fields';
import { graphqlEdit, graphqlReturn } from './graphql-extras';
import { graphqlFulfillment, graphqlRefund, graphqlTransaction } from './graphql-facts';
import { id } from './ids';
import { moneySet } from './money';
import { addressFields } from './shared-order';

/** An order as the Admin API gives it, whole or joined from the lines of a bulk export. */
export const graphqlTaxLine = z.object({ title: text, rate: z.string().nullish(), priceSet: moneySet });
export const graphqlApplication = z.object({
  __typename: text,
  index: maybeCount,
  code: text,
  title: text,
  description: text,
  value: z.object({ amount: maybeDecimal, percentage: maybeDecimal }).nullish(),
  allocationMethod: text,
  targetSelection: text,
  targetType: text,
});
export const graphqlAllocation = z.object({
  allocatedAmountSet: moneySet,
  discountApplication: graphqlApplication.nullish(),
});
const named = z.object({ id }).nullish();

export const graphqlLine = z.object({
  id: id.nullish(),
  product: named,
  variant: named,
  sku: text,
  title: text,
  name: text,
  variantTitle: text,
  vendor: text,
  quantity: count,
  currentQuantity: maybeCount,
  unfulfilledQuantity: maybeCount,
  originalUnitPriceSet: moneySet,
  totalDiscountSet: moneySet,
  discountedTotalSet: moneySet,
  isGiftCard: flag,
  lineItemGroup: named,
  requiresShipping: maybeFlag,
  taxable: maybeFlag,
  customAttributes: properties,
  taxLines: list(graphqlTaxLine),
  discountAllocations: list(graphqlAllocation).optional(),
  duties: list(z.object({ price: moneySet, taxLines: list(graphqlTaxLine) })),
});

export const graphqlShippingLine = z.object({
  id: id.nullish(),
  title: text,
  code: text,
  carrierIdentifier: text,
  source: text,
  originalPriceSet: moneySet,
  discountedPriceSet: moneySet,
  isRemoved: flag,
  taxLines: list(graphqlTaxLine),
  discountAllocations: list(graphqlAllocation),
});

const graphqlConsent = z.object({ marketingState: text, marketingOptInLevel: text, marketingUpdatedAt: maybeInstant });
export type GraphqlConsent = z.infer<typeof graphqlConsent>;

export const graphqlCustomer = z
  .object({
    id,
    email: text,
    phone: text,
    defaultEmailAddress: graphqlConsent.extend({ emailAddress: text }).nullish(),
    defaultPhoneNumber: graphqlConsent.extend({ phoneNumber: text }).nullish(),
    verifiedEmail: flag,
    state: text,
    taxExempt: flag,
    defaultAddress: addressFields,
    firstName: text,
    lastName: text,
    tags: list(z.string()),
    createdAt: maybeInstant,
    updatedAt: maybeInstant,
  })
  .nullish();

export const graphqlOrder = z.object({
  id,
  name: text,
  createdAt: maybeInstant,
  processedAt: maybeInstant,
  updatedAt: maybeInstant,
  cancelledAt: maybeInstant,
  cancelReason: text,
  closedAt: maybeInstant,
  test: flag,
  confirmed: maybeFlag,
  edited: maybeFlag,
  displayFinancialStatus: text,
  displayFulfillmentStatus: text,
  returnStatus: text,
  currencyCode: text,
  presentmentCurrencyCode: text,
  taxesIncluded: flag,
  taxExempt: flag,
  estimatedTaxes: flag,
  dutiesIncluded: flag,
  customerAcceptsMarketing: flag,
  customer: graphqlCustomer,
  email: text,
  phone: text,
  customerLocale: text,
  sourceName: text,
  sourceIdentifier: text,
  poNumber: text,
  app: named,
  tags: list(z.string()),
  note: text,
  customAttributes: properties,
  cartToken: text,
  checkoutToken: text,
  paymentGatewayNames: list(z.string()),
  paymentTerms: z
    .object({
      paymentTermsName: text,
      paymentTermsType: text,
      dueInDays: maybeCount,
      paymentSchedules: list(z.object({ dueAt: maybeInstant })),
    })
    .nullish(),
  totalPriceSet: moneySet,
  currentTotalPriceSet: moneySet,
  subtotalPriceSet: moneySet,
  totalDiscountsSet: moneySet,
  currentSubtotalPriceSet: moneySet,
  currentTotalTaxSet: moneySet,
  currentTotalDiscountsSet: moneySet,
  totalOutstandingSet: moneySet,
  totalTaxSet: moneySet,
  totalShippingPriceSet: moneySet,
  totalTipReceivedSet: moneySet,
  originalTotalDutiesSet: moneySet,
  discountApplications: list(graphqlApplication).optional(),
  lineItems: list(graphqlLine),
  billingAddress: addressFields,
  shippingAddress: addressFields,
  shippingLines: list(graphqlShippingLine).optional(),
  shippingLine: graphqlShippingLine.nullish(),
  transactions: list(graphqlTransaction),
  refunds: list(graphqlRefund),
  fulfillments: list(graphqlFulfillment),
  returns: list(graphqlReturn).optional(),
  agreements: list(graphqlEdit).optional(),
});
export type GraphqlOrder = z.infer<typeof graphqlOrder>;
