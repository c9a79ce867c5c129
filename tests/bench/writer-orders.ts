import type { CanonicalOrder, OrderNews } from '../../app/domain/orders/order';
import type { Fulfillment, OrderLine, Refund, Transaction } from '../../app/domain/orders/order-parts';
import type { MoneyPair } from '../../app/domain/shared/money';

/** Believable orders from a fixed seed: one to five lines, a quarter with an add-on, a tenth with a refund. */
export const addOnVariants = ['60001', '60002'];

export function benchOrders(count: number, seed = 1): OrderNews[] {
  return [...benchBatches(count, count, seed)].flat();
}

/** The same, a batch at a time: a million orders at once would be all the memory there is. */
export function* benchBatches(count: number, size: number, seed = 1): Generator<OrderNews[]> {
  const dice = diceOf(seed);
  const people = Math.max(5000, Math.floor(count / 3));
  for (let from = 0; from < count; from += size) {
    const length = Math.min(size, count - from);
    yield Array.from({ length }, (_, n) => newsOf(orderOf(from + n, dice, people)));
  }
}

function newsOf(order: CanonicalOrder): OrderNews {
  const { platformOrderId, refunds, transactions, fulfillments } = order;
  return { platformOrderId, order, refunds, transactions, fulfillments, deletedAt: null };
}

type Dice = (sides: number) => number;

function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const titles = ['Mug', 'Walnut desk', 'Linen shirt', 'Table lamp', 'Road bike', 'Wool blanket', 'Notebook', 'Tea set'];
const none: MoneyPair = { shop: '0.00', presentment: '0.00' };

function orderOf(index: number, dice: Dice, people: number): CanonicalOrder {
  const id = `${820982911946154508n + BigInt(index)}`;
  const created = Date.UTC(2025, 4, 1) + index * 37_000 + dice(30_000);
  const at = new Date(created).toISOString();
  const discounted = dice(10) < 4;
  const lines = Array.from({ length: 1 + dice(5) }, (_, n) => lineOf(id, n, dice, discounted, false));
  if (dice(4) === 0) lines.push(lineOf(id, lines.length, dice, false, true));
  const cents = lines.reduce((total, line) => total + Math.round(Number(line.unitPrice.shop) * 100) * line.quantity, 0);
  const total = money(cents + 499);
  const person = dice(people);
  const name = `Person ${person}`;
  const hasAccount = dice(10) < 7;
  const address = {
    name,
    company: null,
    address1: `${1 + dice(200)} High Street`,
    address2: dice(4) === 0 ? 'Floor 2' : null,
    city: 'Ottawa',
    province: 'Ontario',
    provinceCode: 'ON',
    country: 'Canada',
    countryCode: 'CA',
    zip: `K1A 0B${dice(10)}`,
    phone: null,
  };
  const isCancelled = dice(33) === 0;
  const isShipped = dice(12) > 0;
  const refund = dice(10) === 0 ? refundOf(id, lines[0] as OrderLine, at) : undefined;
  return {
    platformOrderId: id,
    orderNumber: `#${1001 + index}`,
    createdAt: at,
    processedAt: at,
    updatedAt: new Date(created + 60_000).toISOString(),
    cancelledAt: isCancelled ? new Date(created + 50_000).toISOString() : null,
    cancelReason: isCancelled ? 'customer' : null,
    closedAt: null,
    test: false,
    confirmed: true,
    status: isCancelled ? 'cancelled' : 'open',
    financialStatus: refund ? 'partially_refunded' : 'paid',
    fulfillmentStatus: isShipped ? 'fulfilled' : 'unfulfilled',
    rawFinancialStatus: refund ? 'partially_refunded' : 'paid',
    rawFulfillmentStatus: isShipped ? 'fulfilled' : null,
    currency: 'CAD',
    presentmentCurrency: 'CAD',
    taxesIncluded: false,
    taxExempt: false,
    estimatedTaxes: false,
    isSummary: false,
    dutiesIncluded: false,
    acceptsMarketing: dice(2) === 0,
    locale: 'en-CA',
    sourceIdentifier: null,
    poNumber: null,
    appId: '580111',
    paymentTerms: null,
    customer: hasAccount
      ? {
          platformCustomerId: `${7000000000 + person}`,
          email: `person${person}@example.com`,
          emailVerified: true,
          phone: null,
          state: 'enabled',
          taxExempt: false,
          consents: { email: null, sms: null },
          defaultAddress: address,
          firstName: 'Person',
          lastName: String(person),
          tags: [],
          createdAt: '2025-01-01T00:00:00Z',
          updatedAt: '2025-04-01T00:00:00Z',
        }
      : null,
    // Guests are nobody with an account: whom an order belongs to must not change with a later one, for the limit to match.
    email: hasAccount ? `person${person}@example.com` : `guest${person}@example.com`,
    phone: null,
    sourceName: 'web',
    tags: dice(5) === 0 ? ['gift'] : [],
    note: dice(8) === 0 ? 'Please ring twice.' : null,
    noteAttributes: [],
    cartToken: null,
    checkoutToken: `token-${id}`,
    paymentGateways: ['shopify_payments'],
    totals: {
      total,
      currentTotal: null,
      subtotal: null,
      discounts: null,
      currentSubtotal: null,
      currentTax: null,
      currentDiscounts: null,
      outstanding: null,
      tax: money(Math.round(cents * 0.13)),
      shipping: money(499),
      tips: none,
      duties: none,
    },
    lines,
    addresses: [
      { kind: 'billing', ...address },
      { kind: 'shipping', ...address },
    ],
    shippingLines: [
      {
        platformShippingLineId: `s${id}`,
        title: 'Standard',
        code: 'standard',
        carrier: null,
        source: 'shopify',
        price: money(499),
        discounted: money(499),
        taxLines: [{ title: 'HST', rate: '0.13', amount: money(65) }],
        discountAllocations: [],
      },
    ],
    discounts: discounted
      ? [
          {
            kind: 'code',
            code: 'TEN',
            title: null,
            value: '10.0',
            valueType: 'percentage',
            allocationMethod: 'across',
            targetSelection: 'all',
            targetType: 'line_item',
          },
        ]
      : [],
    transactions: [transactionOf(`t${id}`, 'sale', total, at, null)],
    refunds: refund ? [refund] : [],
    fulfillments: isShipped ? [shipmentOf(id, index, at, lines)] : [],
    extras: { edited: false, returnStatus: null, returns: [], edits: [] },
  };
}

function shipmentOf(id: string, index: number, at: string, lines: OrderLine[]): Fulfillment {
  return {
    platformFulfillmentId: `f${id}`,
    name: `#${1001 + index}.1`,
    status: 'success',
    rawStatus: 'success',
    shipmentStatus: 'delivered',
    service: 'manual',
    createdAt: at,
    updatedAt: at,
    deliveredAt: at,
    tracking: [{ company: 'Canada Post', number: `CP${index}`, url: null }],
    lines: lines.map(({ platformLineId, quantity }) => ({ platformLineId, quantity })),
  };
}

function lineOf(orderId: string, n: number, dice: Dice, discounted: boolean, isAddOn: boolean): OrderLine {
  const cents = isAddOn ? 999 : 500 + dice(20_000);
  const quantity = isAddOn ? 1 : 1 + dice(3);
  const product = dice(800);
  return {
    platformLineId: `${orderId}${n}`,
    platformProductId: `${4000000 + product}`,
    platformVariantId: isAddOn ? (addOnVariants[dice(2)] ?? null) : `${5000000 + product}`,
    lineGroupId: null,
    sku: isAddOn ? null : `SKU-${product}`,
    title: isAddOn ? 'Care plan' : `${titles[product % titles.length]} no. ${product}`,
    variantTitle: isAddOn ? null : 'Blue / M',
    vendor: 'Northern Goods',
    quantity,
    currentQuantity: quantity,
    unitPrice: money(cents),
    tax: money(Math.round(cents * quantity * 0.13)),
    isGiftCard: false,
    isTip: false,
    requiresShipping: !isAddOn,
    taxable: true,
    fulfillmentStatus: 'fulfilled',
    properties: [{ name: isAddOn ? '_tagalong_parent' : '_tagalong_id', value: `${orderId}-0` }],
    taxLines: [{ title: 'HST', rate: '0.13', amount: money(Math.round(cents * quantity * 0.13)) }],
    discountAllocations: discounted
      ? [{ amount: money(Math.floor((cents * quantity) / 10)), applicationIndex: 0 }]
      : [],
    duties: [],
  };
}

function refundOf(orderId: string, line: OrderLine, at: string): Refund {
  const id = `r${orderId}`;
  return {
    platformRefundId: id,
    platformReturnId: null,
    createdAt: at,
    processedAt: at,
    note: null,
    restock: true,
    lines: [
      {
        platformRefundLineId: `rl${orderId}`,
        platformLineId: line.platformLineId,
        quantity: 1,
        restockType: 'return',
        subtotal: line.unitPrice,
        tax: none,
      },
    ],
    adjustments: [],
    transactions: [transactionOf(`rt${orderId}`, 'refund', line.unitPrice, at, id)],
  };
}

function transactionOf(id: string, kind: string, value: MoneyPair, at: string, refundId: string | null): Transaction {
  return {
    platformTransactionId: id,
    platformRefundId: refundId,
    parentTransactionId: null,
    kind,
    status: 'success',
    gateway: 'shopify_payments',
    errorCode: null,
    amount: value,
    currency: 'CAD',
    presentmentCurrency: 'CAD',
    test: false,
    createdAt: at,
    processedAt: at,
  };
}

function money(cents: number): MoneyPair {
  const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  return { shop: text, presentment: text };
}
