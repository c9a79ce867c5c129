import { afterAll, expect, test } from 'vitest';
import { testStore } from '../test-store';

const { platform, room, run } = testStore();
afterAll(() => platform.stop());

const SET = 'Set { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }';
const MONEY = SET.slice(4);

/** Everything that Tagalong may want to know of an order, in one question. */
const EVERYTHING = `query Everything($id: ID!) { order(id: $id) {
  id confirmed edited poNumber sourceIdentifier sourceName customerLocale taxExempt estimatedTaxes dutiesIncluded
  customerAcceptsMarketing returnStatus app { id name } retailLocation { id name } discountCodes
  subtotalPrice${SET} currentSubtotalPrice${SET} currentTotalPrice${SET} originalTotalPrice${SET} currentTotalTax${SET}
  currentTotalDiscounts${SET} totalDiscounts${SET} currentShippingPrice${SET} totalReceived${SET} totalRefunded${SET}
  totalOutstanding${SET} netPayment${SET} currentTotalDuties${SET} totalTipReceived${SET}
  totalCashRoundingAdjustment { payment${SET} refund${SET} }
  paymentTerms { paymentTermsName paymentTermsType dueInDays due overdue
    paymentSchedules(first: 3) { nodes { issuedAt dueAt completedAt due amount { amount } balanceDue { amount } } } }
  agreements(first: 20) { nodes { __typename id happenedAt reason app { id }
    ... on OrderAgreement { order { id } } ... on RefundAgreement { refund { id } } ... on ReturnAgreement { return { id } }
    sales(first: 20) { nodes { __typename id actionType lineType quantity
      totalAmount ${MONEY} totalTaxAmount ${MONEY}
      totalDiscountAmountBeforeTaxes ${MONEY} totalDiscountAmountAfterTaxes ${MONEY}
      taxes { id amount ${MONEY} taxLine { title rate } }
      ... on ProductSale { lineItem { id } } ... on GiftCardSale { lineItem { id } }
      ... on ShippingLineSale { shippingLine { id title } } ... on FeeSale { fee { id } } } } } }
  returns(first: 5) { nodes { id name status createdAt closedAt requestApprovedAt totalQuantity decline { reason note }
    returnShippingFees { id amount${SET} }
    returnLineItems(first: 5) { nodes { id quantity refundableQuantity processableQuantity
      returnReasonDefinition { handle name } } }
    exchangeLineItems(first: 5) { nodes { id quantity title variantId variantSku lineItem { id } lineItems { id } } } } }
  refunds { id return { id } duties { originalDuty { id } } refundShippingLines(first: 2) { nodes { id } } }
  lineItems(first: 5) { nodes { id name quantity currentQuantity unfulfilledQuantity lineItemGroup { id }
    variant { id inventoryItem { id } } taxLines { title rate price${SET} } duties { id } } }
  shippingLines(first: 5, includeRemovals: true) { nodes { id carrierIdentifier source deliveryCategory isRemoved
    currentDiscountedPrice${SET} } }
  transactions { id kind status errorCode manualPaymentGateway paymentId settlementCurrency settlementCurrencyRate
    amountRounding${SET} currencyExchangeAdjustment { id } totalUnsettled${SET} }
  fulfillments { id name status displayStatus location { id } service { handle } deliveredAt inTransitAt estimatedDeliveryAt
    events(first: 5) { nodes { id status happenedAt message estimatedDeliveryAt } } trackingInfo { company number url } }
  customer { id verifiedEmail state taxExempt note locale numberOfOrders amountSpent { amount currencyCode }
    emailMarketingConsent { marketingState marketingOptInLevel consentUpdatedAt }
    smsMarketingConsent { marketingState marketingOptInLevel consentUpdatedAt consentCollectedFrom }
    defaultEmailAddress { emailAddress marketingState marketingUpdatedAt marketingOptInLevel }
    defaultPhoneNumber { phoneNumber marketingState marketingUpdatedAt marketingOptInLevel }
    defaultAddress { city countryCodeV2 } }
} }`;

test('whatever may be asked of an order is answered', async () => {
  const usd = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } });
  const taxLines = [{ title: 'VAT', rate: 0.25, priceSet: usd('2') }];
  const made = await run(
    `mutation New($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }`,
    {
      order: {
        currency: 'USD',
        sourceName: 'pos',
        taxesIncluded: true,
        lineItems: [{ title: 'Lamp', quantity: 1, priceSet: usd('12.5'), taxLines }],
        shippingLines: [{ title: 'Post', priceSet: usd('5') }],
        discountCode: { itemFixedDiscountCode: { code: 'OFF', amountSet: usd('2.5') } },
        customer: { toUpsert: { email: 'all@example.com', phone: '+14155550101', taxExempt: true } },
        transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'cash', amountSet: usd('15') }],
        fulfillmentStatus: 'FULFILLED',
      },
    },
  );
  const { order } = await run(EVERYTHING, { id: made.orderCreate.order.id });
  expect(order).toMatchObject({
    app: { name: 'Point of Sale' },
    retailLocation: { id: `gid://shopify/Location/${room.doc().locations[0]?.id}` },
    taxExempt: true,
    customerLocale: 'en',
    totalReceivedSet: { shopMoney: { amount: '15.0' } },
    currentTotalDutiesSet: null,
    paymentTerms: null,
    returns: { nodes: [] },
    transactions: [{ manualPaymentGateway: true, settlementCurrency: null }],
    customer: { numberOfOrders: '1', amountSpent: { amount: '15.0' } },
  });
  // the price has a quarter of tax in it: so has the discount
  const [lamp, post] = order.agreements.nodes[0].sales.nodes;
  expect(lamp).toMatchObject({
    __typename: 'ProductSale',
    lineType: 'PRODUCT',
    quantity: 1,
    totalAmount: { shopMoney: { amount: '10.0' } },
    totalTaxAmount: { shopMoney: { amount: '2.0' } },
    totalDiscountAmountBeforeTaxes: { shopMoney: { amount: '2.0' } },
    totalDiscountAmountAfterTaxes: { shopMoney: { amount: '2.5' } },
    taxes: [{ amount: { shopMoney: { amount: '2.0' } }, taxLine: { title: 'VAT', rate: 0.25 } }],
  });
  expect(post).toMatchObject({ lineType: 'SHIPPING', quantity: null, shippingLine: { title: 'Post' } });
});

test('returns need their own scope, agreements that of orders', async () => {
  const { runGraphql } = await import('./execute');
  const { mutationRoot } = await import('./mutations');
  const ask = (query: string) =>
    runGraphql({
      query,
      variables: {},
      context: platform.context(room, new Set(['read_orders', 'read_all_orders'])),
      mutations: mutationRoot,
    });
  const returns = await ask('{ orders(first: 1) { nodes { returns(first: 1) { nodes { id } } } } }');
  expect(returns.errors?.[0]?.extensions.code).toBe('ACCESS_DENIED');
  const agreements = await ask(
    '{ orders(first: 1) { nodes { agreements(first: 1) { nodes { sales(first: 1) { nodes { id } } } } } } }',
  );
  expect(agreements.errors).toBeUndefined();
});
