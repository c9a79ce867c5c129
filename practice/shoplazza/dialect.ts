import type { CustomerDoc, OrderDoc, ProductDoc, RefundDoc, StoreDoc } from './docs';

/** The two dialects of the API: what 2026-01 says, and how 2022-01 said it. */

export type Dialect = 'old' | 'new';

/** A good answer: the newer dialect wraps it. */
export function envelope(dialect: Dialect, data: unknown): unknown {
  return dialect === 'old' ? data : { code: 'Success', message: '', data };
}

export function orderView(dialect: Dialect, order: OrderDoc, store: StoreDoc): Record<string, unknown> {
  const { primary, taxesIncluded, payment_channel: channel, address, line_items: lines, fulfillments, ...o } = order;
  const shared = {
    ...o,
    cancel_reason: o.cancel_reason || null,
    placed_at: o.placed_at || null,
    deleted_at: null,
    customer_deleted_at: null,
    total_tip_received: '0.00',
    gift_card_total: '0.00',
    discount_applications: o.discount_code === '' ? '[]' : JSON.stringify([{ type: 'code', code: o.discount_code }]),
    buyer_accepts_marketing: o.customer?.accepts_marketing ?? false,
    shipping_line: { name: 'Standard' },
  };
  const { cancelled_at: cancelledAt, finished_at: finishedAt, ...rest } = shared;
  if (dialect === 'old') {
    return {
      ...rest,
      canceled_at: cancelledAt || null,
      customer: order.customer && customerView('old', order.customer),
      payment_line: { payment_channel: channel, payment_method: o.payment_method, transaction_no: '' },
      source_name: { data: 'Direct', created_at: o.created_at },
      product_tax_included: taxesIncluded,
      shipping_address: address && oldAddress(address),
      billing_address: address && oldAddress(address),
      line_items: lines.map(({ tax_price: _, refund_quantity_total: refunded, ...line }) => ({
        ...line,
        total: times(line.price, line.quantity),
        image: '',
        refund_quantity: refunded,
        custom_properties: {},
      })),
      fulfillments,
    };
  }
  const isForeign = primary !== null;
  return {
    ...rest,
    cancelled_at: cancelledAt || null,
    finished_at: finishedAt || null,
    customer: order.customer && customerView('new', order.customer),
    payment_lines: [
      { id: `${o.id}-p`, payment_name: channel, payment_channel: channel, payment_method: o.payment_method },
    ],
    source_name: 'Direct',
    additional_total: '0.00',
    additional_prices: [],
    duty_total: '0.00',
    shipping_address: address,
    billing_address: address,
    ...(isForeign ? { primary_market_price: { total_price: primary.total, actual_rate: '1' } } : {}),
    config: {
      product_tax_included: taxesIncluded,
      market_setting: {
        market_currency: o.currency,
        primary_market_currency: isForeign ? primary.currency : store.currency,
      },
    },
    line_items: lines.map((line) => ({
      ...line,
      total_price: times(line.price, line.quantity),
      image: { src: '', width: 0, height: 0, alt: '' },
    })),
    fulfillments: fulfillments.map(({ tracking_company, tracking_number, ...one }) => ({
      ...one,
      tracking_items: [{ tracking_company, tracking_number, tracking_url: '' }],
      line_items: one.line_items.map((line) => ({ ...line, ship_quantity: line.quantity })),
    })),
  };
}

function oldAddress({ address, address1, ...rest }: NonNullable<OrderDoc['address']>) {
  return { ...rest, address1: address, address2: address1 };
}

/** 2022-01 names no money by line of a refund. */
export function refundView(dialect: Dialect, refund: RefundDoc): unknown {
  if (dialect === 'new') return refund;
  const {
    refund_line_items: lines,
    refund_shipping: _,
    refund_shipping_tax: __,
    payment_details: ___,
    ...rest
  } = refund;
  return {
    ...rest,
    refund_line_items: lines.map((line) => ({
      line_item_id: line.line_item_id,
      refund_quantity: line.refund_quantity,
    })),
  };
}

export function customerView(dialect: Dialect, { addresses, tags, ...customer }: CustomerDoc): unknown {
  const [first] = addresses;
  return {
    ...customer,
    name: `${customer.first_name} ${customer.last_name}`,
    tags: dialect === 'old' ? tags.join(', ') : tags,
    addresses: addresses.map((one, at) => ({ ...(dialect === 'old' ? oldAddress(one) : one), default: at === 0 })),
    ...(dialect === 'old' && first ? { default_address: oldAddress(first) } : {}),
  };
}

/** The newer dialect tells prices as numbers. */
export function productView(dialect: Dialect, product: ProductDoc): unknown {
  const { image, tags, variants, ...rest } = product;
  const picture = { src: image, width: 600, height: 600, alt: product.title };
  return {
    ...rest,
    tags: dialect === 'old' ? tags.join(', ') : tags,
    ...(dialect === 'old' ? { image: picture } : { primary_image: picture }),
    inventory_policy: 'continue',
    variants: variants.map((one) => ({
      ...one,
      product_id: product.id,
      price: dialect === 'old' ? one.price : Number(one.price),
      compare_at_price: dialect === 'old' ? one.compare_at_price : Number(one.compare_at_price),
    })),
  };
}

export function shopView(store: StoreDoc): unknown {
  return {
    id: Number(store.storeId),
    name: store.name,
    email: store.email,
    domain: store.id,
    system_domain: store.id,
    currency: store.currency,
    timezone: store.timezone,
    primary_locale: 'en-US',
    subscription: { type: 'Premium' },
  };
}

function times(price: string, quantity: number): string {
  return ((Math.round(Number(price) * 1000) * quantity) / 1000).toFixed(price.split('.')[1]?.length ?? 0);
}
