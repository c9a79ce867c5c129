import { createHmac } from 'node:crypto';

/**
 * Awkward orders as REST webhook bodies, made with whole minor units so that what the API must answer is known here
 * without a line of product code.
 */
export type Expected = {
  platformOrderId: string;
  currency: string;
  gross: string;
  discounts: string;
  returns: string;
  net: string;
  total: string;
  refunded: string;
  addOnRevenue: string;
  cancelled: boolean;
  lines: number;
};
export type Post = { topic: string; body: string; deliveryId: string };
export type Case = { name: string; posts: Post[]; expected: Expected };

const digits: Record<string, number> = { USD: 2, JPY: 0, KWD: 3, EUR: 2 };

/** Minor units as decimal text of the currency. */
export function text(minor: bigint, currency: string): string {
  const places = digits[currency] ?? 2;
  const sign = minor < 0n ? '-' : '';
  const all = (minor < 0n ? -minor : minor).toString().padStart(places + 1, '0');
  return places === 0 ? sign + all : `${sign}${all.slice(0, -places)}.${all.slice(-places)}`;
}

/** One case per seed; the seed chooses what is awkward about it. */
export function awkwardCase(seed: number, addOnVariantId: string): Case {
  const kinds = [
    'plain',
    'huge-id',
    'guest',
    'no-variant',
    'yen',
    'dinar',
    'add-on-refund',
    'edit',
    'cancel-refund',
    'late',
    'doubled',
  ];
  const kind = kinds[seed % kinds.length] as string;
  const currency = { yen: 'JPY', dinar: 'KWD' }[kind] ?? 'USD';
  const money = (minor: bigint) => text(minor, currency);
  const set = (minor: bigint) => {
    const both = { amount: money(minor), currency_code: currency };
    return { shop_money: both, presentment_money: both };
  };
  // Raw digits: JSON.stringify would round ids above 2^53.
  const orderId = kind === 'huge-id' ? `8209829119461545${String(10_000 + seed)}` : `77${String(10_000_000 + seed)}`;
  const lineId = (n: number) => `${orderId.slice(0, 12)}${seed}${n}`;
  const price = 1999n + BigInt(seed * 37);
  const addOnPrice = 450n + BigInt(seed);
  const discount = BigInt(seed % 5) * 11n;
  const tax = 123n + BigInt(seed);
  const quantity = BigInt(1 + (seed % 3));
  const removed = kind === 'edit' ? 1n : 0n;

  const lines = [
    {
      id: `@@${lineId(1)}@@`,
      variant_id: kind === 'no-variant' ? null : 991,
      product_id: kind === 'no-variant' ? null : 992,
      title: 'Awkward lamp \u{1F4A1} "quoted"',
      sku: seed % 2 ? '' : `AWK-${seed}`,
      quantity: Number(quantity),
      current_quantity: Number(quantity),
      price: money(price),
      price_set: set(price),
      properties: [{ name: '_tagalong_id', value: `pair-${seed}` }],
      discount_allocations:
        discount > 0n ? [{ amount: money(discount), amount_set: set(discount), discount_application_index: 0 }] : [],
      tax_lines: [{ title: 'VAT', rate: 0.19, price: money(tax), price_set: set(tax) }],
      gift_card: false,
    },
    {
      id: `@@${lineId(2)}@@`,
      variant_id: `@@${addOnVariantId}@@`,
      title: 'Gift wrap',
      quantity: 1,
      current_quantity: 1 - Number(removed),
      price: money(addOnPrice),
      price_set: set(addOnPrice),
      properties: [{ name: '_tagalong_parent', value: `pair-${seed}` }],
      discount_allocations: [],
      tax_lines: [],
      gift_card: false,
    },
  ];
  const gross = price * quantity + addOnPrice;
  const total = gross - discount + tax;
  const order = {
    id: `@@${orderId}@@`,
    name: `#A${seed}`,
    order_number: 900_000 + seed,
    created_at: '2026-11-01T10:00:00-05:00',
    processed_at: '2026-11-01T10:00:00-05:00',
    updated_at: '2026-11-01T10:00:05-05:00',
    cancelled_at: null as string | null,
    cancel_reason: null as string | null,
    closed_at: null,
    test: false,
    currency,
    presentment_currency: currency,
    taxes_included: false,
    financial_status: 'paid',
    fulfillment_status: null,
    email: kind === 'guest' ? '' : `awkward${seed}@example.com`,
    customer:
      kind === 'guest'
        ? null
        : { id: 55_000 + seed, email: `awkward${seed}@example.com`, first_name: 'Awkward', last_name: `No ${seed}` },
    billing_address: null,
    shipping_address: null,
    line_items: lines,
    shipping_lines: [],
    discount_applications:
      discount > 0n ? [{ type: 'manual', value: money(discount), value_type: 'fixed_amount', title: 'Sorry' }] : [],
    total_price: money(total),
    total_price_set: set(total),
    current_total_price: money(total),
    current_total_price_set: set(total),
    subtotal_price: money(gross - discount),
    total_tax: money(tax),
    total_tax_set: set(tax),
    total_discounts: money(discount),
    total_line_items_price: money(gross),
    refunds: [] as unknown[],
    fulfillments: [],
    payment_gateway_names: ['bogus'],
    note_attributes: [],
    tags: '',
  };
  const refundOf = (line: number, subtotal: bigint, minute: string) => ({
    id: `@@${lineId(7 + line)}@@`,
    order_id: `@@${orderId}@@`,
    created_at: `2026-11-02T10:${minute}:00-05:00`,
    processed_at: `2026-11-02T10:${minute}:00-05:00`,
    note: null,
    refund_line_items: [
      {
        id: `@@${lineId(17 + line)}@@`,
        line_item_id: `@@${lineId(line)}@@`,
        quantity: 1,
        restock_type: 'no_restock',
        subtotal: money(subtotal),
        subtotal_set: set(subtotal),
        total_tax: money(0n),
        total_tax_set: set(0n),
      },
    ],
    order_adjustments: [],
    transactions: [
      {
        id: `@@${lineId(27 + line)}@@`,
        order_id: `@@${orderId}@@`,
        kind: 'refund',
        status: 'success',
        amount: money(subtotal),
        currency,
        gateway: 'bogus',
      },
    ],
  });

  const posts: Post[] = [];
  const post = (topic: string, body: unknown, suffix: string) =>
    posts.push({ topic, body: raw(body), deliveryId: `awkward-${seed}-${suffix}` });
  let returns = 0n;
  let addOnRevenue = addOnPrice;
  post('orders/create', order, 'create');
  if (kind === 'add-on-refund') {
    const refund = refundOf(2, addOnPrice, '00');
    post('refunds/create', refund, 'refund');
    post(
      'orders/updated',
      { ...order, updated_at: '2026-11-02T10:00:01-05:00', financial_status: 'partially_refunded', refunds: [refund] },
      'updated',
    );
    returns = addOnPrice;
    addOnRevenue = 0n;
  }
  if (kind === 'edit') {
    // The edit took the add-on away: nothing was paid for it.
    addOnRevenue = 0n;
    posts.length = 0;
    const before = { ...order, line_items: lines.map((line) => ({ ...line, current_quantity: line.quantity })) };
    post('orders/create', before, 'create');
    post('orders/updated', { ...order, updated_at: '2026-11-02T09:00:00-05:00' }, 'edited');
  }
  let cancelled = false;
  if (kind === 'cancel-refund') {
    const refund = refundOf(1, price, '30');
    const gone = {
      ...order,
      cancelled_at: '2026-11-02T10:29:00-05:00',
      cancel_reason: 'customer',
      updated_at: '2026-11-02T10:29:00-05:00',
    };
    post('orders/cancelled', gone, 'cancelled');
    post(
      'orders/updated',
      { ...gone, updated_at: '2026-11-02T10:30:01-05:00', financial_status: 'partially_refunded', refunds: [refund] },
      'refunded',
    );
    returns = price;
    cancelled = true;
  }
  if (kind === 'late') {
    // The newer state arrives first, the older one afterwards: it must not turn anything back.
    const newer = { ...order, updated_at: '2026-11-03T08:00:00-05:00', cancelled_at: '2026-11-03T08:00:00-05:00' };
    posts.length = 0;
    post('orders/cancelled', newer, 'newer');
    post('orders/create', order, 'older');
    cancelled = true;
  }
  if (kind === 'doubled')
    posts.push(
      ...posts.map((one) => ({ ...one })),
      ...posts.map((one) => ({ ...one, deliveryId: `${one.deliveryId}-again` })),
    );
  return {
    name: `${kind} ${seed}`,
    posts,
    expected: {
      platformOrderId: orderId,
      currency,
      gross: money(gross),
      discounts: money(discount),
      returns: money(returns),
      net: money(gross - discount - returns),
      total: money(total),
      refunded: money(returns),
      addOnRevenue: money(addOnRevenue),
      cancelled,
      lines: 2,
    },
  };
}

/** The body as Shopify writes it: ids are bare digits, however long. */
function raw(body: unknown): string {
  return JSON.stringify(body).replace(/"@@(\d+)@@"/g, '$1');
}

export function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}
