import fc from 'fast-check';
import type { CanonicalOrder, OrderNews } from '../../app/domain/orders/order';
import type { OrderExtras, OrderLine, Refund, Transaction } from '../../app/domain/orders/order-parts';
import { amount, type MoneyPair, minorDigits } from '../../app/domain/shared/money';

/**
 * Generated lives of orders: what a platform would send while an order is created, paid, edited, refunded,
 * fulfilled, cancelled and deleted. Stamps are whole seconds and often the same for several events.
 */
export type History = { news: OrderNews[]; final: CanonicalOrder };

const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'EUR');
const events = fc.constantFrom(
  'pay',
  'edit-out',
  'edit-in',
  'refund',
  'discrepancy',
  'fulfil',
  'cancel',
  'delete',
  'amend',
  'note',
  'return',
  'cash',
);
const line = fc.record({
  price: fc.integer({ min: 0, max: 99_999 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  discount: fc.integer({ min: 0, max: 100 }),
  kind: fc.integer({ min: 0, max: 9 }),
});
const step = fc.record({ event: events, seconds: fc.integer({ min: 0, max: 2 }), pick: fc.nat(1000) });
const seed = fc.record({
  currency: currencies,
  presentment: currencies,
  guest: fc.boolean(),
  test: fc.boolean(),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  steps: fc.array(step, { maxLength: 5 }),
});
type Seed = typeof seed extends fc.Arbitrary<infer T> ? T : never;
type Step = Seed['steps'][number];
type Currencies = { currency: string; presentmentCurrency: string };

/** One order's whole life, told as deliveries in the order in which things happened. */
export function histories(addOnVariants: string[], startsAt = '2026-03-08T06:59:58Z'): fc.Arbitrary<History> {
  return seed.map((one) => tell(one, addOnVariants, Date.parse(startsAt)));
}

function tell(seed: Seed, addOnVariants: string[], startsAt: number): History {
  let clock = startsAt;
  let order = firstOrder('820982911946154508', seed, addOnVariants, stampOf(clock));
  const news: OrderNews[] = [wholeNews(order)];
  seed.steps.forEach((step, index) => {
    clock += step.seconds * 1000;
    const told = happen(order, step, index, stampOf(clock));
    order = told.order;
    news.push(...told.news);
  });
  return { news, final: order };
}

function happen(
  before: CanonicalOrder,
  step: Step,
  index: number,
  at: string,
): { order: CanonicalOrder; news: OrderNews[] } {
  const order: CanonicalOrder = { ...structuredClone(before), updatedAt: at };
  const line = order.lines[step.pick % order.lines.length] as OrderLine;
  const alone: OrderNews[] = [];
  const aloneOf = (facts: Partial<OrderNews>) => alone.push(factNews(order.platformOrderId, facts));
  if (step.event === 'pay') {
    const status = step.pick % 3 ? 'success' : 'pending';
    const paid = transactionOf(order, { id: `sale-${index}`, kind: 'sale', status, value: order.totals.total, at });
    order.transactions.push(paid);
    order.financialStatus = 'paid';
    aloneOf({ transactions: [{ ...paid, status: 'success' }] });
  }
  if (step.event === 'edit-out') {
    line.currentQuantity = Math.max(0, line.currentQuantity - 1);
  }
  if (step.event === 'edit-in') {
    const platformLineId = `added-${index}`;
    order.lines.push({ ...structuredClone(line), platformLineId, currentQuantity: line.quantity });
    const lines = [{ platformLineId, delta: line.quantity }];
    order.extras = {
      ...extrasOf(order),
      edited: true,
      edits: [...extrasOf(order).edits, { platformEditId: `e-${index}`, at, lines }],
    };
  }
  if (step.event === 'refund' || step.event === 'discrepancy') {
    const refund = refundOf(order, line, step, index, at);
    order.refunds.push(refund);
    // Some sources list a refund's transaction without saying whose it is.
    order.transactions.push(...refund.transactions.map((one) => ({ ...one, platformRefundId: null })));
    order.financialStatus = 'partially_refunded';
    aloneOf({ refunds: [refund], transactions: refund.transactions });
  }
  const [parcel] = order.fulfillments;
  if (step.event === 'fulfil' && parcel && step.pick % 2) {
    // A source that knows no time of delivery says "by now", later each time.
    order.fulfillments[0] = { ...parcel, shipmentStatus: 'delivered', deliveredAt: at, updatedAt: at };
    aloneOf({ fulfillments: order.fulfillments });
  } else if (step.event === 'fulfil') {
    order.fulfillments.push({
      platformFulfillmentId: `f-${index}`,
      name: `#1001.${index}`,
      status: 'success',
      rawStatus: 'success',
      shipmentStatus: null,
      service: 'manual',
      createdAt: at,
      updatedAt: at,
      deliveredAt: null,
      tracking: [{ company: 'Post', number: `N${index}`, url: null }],
      lines: [{ platformLineId: line.platformLineId, quantity: 1 }],
    });
    order.fulfillmentStatus = 'partially_fulfilled';
    aloneOf({ fulfillments: order.fulfillments });
  }
  if (step.event === 'cancel') {
    order.cancelledAt = at;
    order.status = 'cancelled';
    for (const one of order.lines) one.currentQuantity = 0;
  }
  const [refunded] = order.refunds;
  if (step.event === 'amend' && refunded) {
    const amended = { ...refunded, processedAt: at, note: `amended ${step.pick}`, lines: [] };
    order.refunds[0] = amended;
    aloneOf({ refunds: [amended] });
  }
  if (step.event === 'return') {
    const lines = [
      {
        ...{ platformReturnLineId: `tl-${index}`, platformLineId: line.platformLineId, quantity: 1 },
        processedQuantity: 0,
        refundedQuantity: 0,
        reason: 'unwanted',
        note: null,
      },
    ];
    const state = step.pick % 2 ? ('open' as const) : ('closed' as const);
    const times = { createdAt: at, approvedAt: at, closedAt: state === 'closed' ? at : null };
    const one = { platformReturnId: `t-${index}`, name: null, state, rawState: state, ...times, declineReason: null };
    const told = { ...one, fees: pairOf('0', order), lines, exchangeLines: [] };
    order.extras = {
      ...extrasOf(order),
      returnStatus: 'return_requested',
      returns: [...extrasOf(order).returns, told],
    };
  }
  if (step.event === 'cash') order.paymentGateways = step.pick % 2 ? ['Cash on Delivery (COD)'] : ['bogus'];
  if (step.event === 'note') order.note = `note ${step.pick}`;
  if (step.event === 'delete') aloneOf({ deletedAt: at });
  // Some sources have no words for edits and returns; the others tell them all.
  const told = step.pick % 3 === 0 ? { ...order, extras: null } : order;
  return { order, news: [...alone, wholeNews(told)] };
}

function extrasOf(order: CanonicalOrder): OrderExtras {
  return order.extras ?? { edited: false, returnStatus: null, returns: [], edits: [] };
}

/** A unit of a line that comes back, or money paid back for nothing in particular. */
function refundOf(order: CanonicalOrder, line: OrderLine, step: Step, index: number, at: string): Refund {
  const gesture = step.event === 'discrepancy';
  const none = pairOf('0', order);
  const value = gesture ? pairOf(money(step.pick, order.currency), order) : line.unitPrice;
  const id = `r-${index}`;
  const status = step.pick % 2 ? 'success' : 'pending';
  if (!gesture) line.currentQuantity = Math.max(0, line.currentQuantity - 1);
  const refundLine = { platformRefundLineId: `rl-${index}`, platformLineId: line.platformLineId, quantity: 1 };
  const adjustment = { platformAdjustmentId: `a-${index}`, kind: 'refund_discrepancy', reason: null };
  return {
    platformRefundId: id,
    platformReturnId: null,
    createdAt: at,
    processedAt: at,
    note: null,
    restock: !gesture,
    lines: gesture ? [] : [{ ...refundLine, restockType: 'return', subtotal: value, tax: none }],
    adjustments: gesture ? [{ ...adjustment, amount: negative(value), tax: none }] : [],
    transactions: [transactionOf(order, { id: `rt-${index}`, kind: 'refund', status, value, at, refundId: id })],
  };
}

function transactionOf(
  order: CanonicalOrder,
  one: { id: string; kind: string; status: string; value: MoneyPair; at: string; refundId?: string },
): Transaction {
  return {
    platformTransactionId: one.id,
    platformRefundId: one.refundId ?? null,
    parentTransactionId: null,
    kind: one.kind,
    status: one.status,
    gateway: 'bogus',
    errorCode: null,
    amount: one.value,
    currency: order.currency,
    presentmentCurrency: order.presentmentCurrency,
    test: order.test,
    createdAt: one.at,
    processedAt: one.at,
  };
}

function firstOrder(id: string, seed: Seed, addOnVariants: string[], at: string): CanonicalOrder {
  const both = { currency: seed.currency, presentmentCurrency: seed.presentment };
  const none = pairOf('0', both);
  const person = {
    ...{ email: 'Shopper@Example.com ', emailVerified: true, phone: '+1 555 0100', firstName: 'Ada', lastName: 'L' },
    ...{ state: 'enabled', taxExempt: false, consents: { email: null, sms: null }, defaultAddress: null },
  };
  return {
    platformOrderId: id,
    orderNumber: '#1001',
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: seed.test,
    confirmed: true,
    status: 'open',
    financialStatus: 'pending',
    fulfillmentStatus: 'unfulfilled',
    rawFinancialStatus: null,
    rawFulfillmentStatus: null,
    ...both,
    taxesIncluded: false,
    taxExempt: false,
    estimatedTaxes: false,
    isSummary: false,
    dutiesIncluded: false,
    customer: seed.guest ? null : { platformCustomerId: 'c-1', ...person, tags: ['vip'], createdAt: at, updatedAt: at },
    acceptsMarketing: false,
    email: seed.guest ? 'guest@example.com' : null,
    phone: null,
    locale: 'en',
    sourceName: 'web',
    sourceIdentifier: null,
    poNumber: null,
    appId: null,
    tags: ['one', 'two'],
    note: null,
    noteAttributes: [],
    cartToken: null,
    checkoutToken: null,
    paymentGateways: ['bogus'],
    paymentTerms: null,
    totals: {
      total: pairOf(money(12345, seed.currency), both),
      subtotal: null,
      discounts: null,
      currentTotal: null,
      currentSubtotal: null,
      currentTax: null,
      currentDiscounts: null,
      outstanding: null,
      tax: none,
      shipping: none,
      tips: none,
      duties: none,
    },
    lines: seed.lines.map((one, index) => lineOf(one, index, both, addOnVariants)),
    addresses: [
      {
        kind: 'shipping',
        name: 'Ada L',
        company: null,
        address1: 'Street 1',
        address2: null,
        city: 'Town',
        province: null,
        provinceCode: null,
        country: 'Canada',
        countryCode: 'CA',
        zip: 'K1A',
        phone: null,
      },
    ],
    shippingLines: [
      {
        platformShippingLineId: 's-1',
        title: 'Standard',
        code: 'std',
        carrier: null,
        source: 'shopify',
        price: none,
        discounted: none,
        taxLines: [],
        discountAllocations: [],
      },
    ],
    discounts: [
      {
        kind: 'code',
        code: 'TEN',
        title: null,
        value: '10',
        valueType: 'percentage',
        allocationMethod: 'across',
        targetSelection: 'all',
        targetType: 'line_item',
      },
    ],
    transactions: [],
    refunds: [],
    fulfillments: [],
    extras: { edited: false, returnStatus: null, returns: [], edits: [] },
  };
}

function lineOf(one: Seed['lines'][number], index: number, both: Currencies, addOnVariants: string[]): OrderLine {
  const isAddOn = one.kind >= 7 && addOnVariants.length > 0;
  const price = money(one.price, both.currency);
  const off = amount(price).times(one.quantity).times(one.discount).dividedBy(100);
  const variant = isAddOn ? addOnVariants[one.kind % addOnVariants.length] : one.kind === 1 ? null : `v-${one.kind}`;
  return {
    platformLineId: `${9007199254740993n + BigInt(index)}`,
    platformProductId: one.kind === 1 ? null : `p-${one.kind}`,
    platformVariantId: variant ?? null,
    lineGroupId: null,
    sku: one.kind === 2 ? null : `SKU-${one.kind}`,
    // Real titles hold what PostgreSQL's text does not.
    title: `Thing ${one.kind} ü\u0000\ud800"\\`,
    variantTitle: null,
    vendor: null,
    quantity: one.quantity,
    currentQuantity: one.quantity,
    unitPrice: pairOf(price, both),
    tax: pairOf('0', both),
    isGiftCard: one.kind === 3,
    isTip: one.kind === 4,
    requiresShipping: true,
    taxable: true,
    fulfillmentStatus: null,
    properties: [{ name: isAddOn ? '_tagalong_parent' : '_tagalong_id', value: `mark-${index % 2}` }],
    taxLines: [],
    discountAllocations: one.discount
      ? [{ amount: pairOf(off.toFixed(minorDigits(both.currency), 1), both), applicationIndex: 0 }]
      : [],
    duties: [],
  };
}

export function wholeNews(order: CanonicalOrder): OrderNews {
  const copy = structuredClone(order);
  const { platformOrderId, refunds, transactions, fulfillments } = copy;
  return { platformOrderId, order: copy, refunds, transactions, fulfillments, deletedAt: null };
}

function factNews(platformOrderId: string, facts: Partial<OrderNews>): OrderNews {
  const none = { order: null, refunds: [], transactions: [], fulfillments: [], deletedAt: null };
  return { platformOrderId, ...none, ...structuredClone(facts) };
}

/** Minor units as decimal text of the currency. */
function money(units: number, currency: string): string {
  const digits = minorDigits(currency);
  return amount(units)
    .dividedBy(10 ** digits)
    .toFixed(digits);
}

/** What the shopper saw: the double, so that mixing up the two sides is found. */
function pairOf(shop: string, both: { presentmentCurrency: string }): MoneyPair {
  return {
    shop,
    presentment: amount(shop)
      .times(2)
      .toFixed(Math.max(minorDigits(both.presentmentCurrency), 3)),
  };
}

function negative(pair: MoneyPair): MoneyPair {
  return { shop: amount(pair.shop).negated().toFixed(), presentment: amount(pair.presentment).negated().toFixed() };
}

function stampOf(clock: number): string {
  return new Date(clock).toISOString().replace('.000Z', 'Z');
}

export function permutationsOf<T>(all: T[]): T[][] {
  if (all.length <= 1) return [all];
  return all.flatMap((one, at) =>
    permutationsOf([...all.slice(0, at), ...all.slice(at + 1)]).map((rest) => [one, ...rest]),
  );
}
