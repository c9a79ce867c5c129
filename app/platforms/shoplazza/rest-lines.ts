import type { CanonicalOrder } from '../../domain/orders/order';
import type { OrderLine } from '../../domain/orders/order-parts';
import { amount, times } from '../../domain/shared/money';
import { type Exchange, pairIn, spread } from './money';
import type { RestLine, RestOrder } from './rest-shape';

/**
 * The lines, each with its share of the order's discount by what it costs and, where lines tell no tax of their own, of its
 * tax: what they share sums to the order's exactly.
 */
export function linesOf(o: RestOrder, exchange: Exchange, gone: Map<string, number>): OrderLine[] {
  const currency = exchange.presentmentCurrency;
  const worth = o.line_items.map(
    (line) => times({ shop: '0', presentment: line.price ?? '0' }, line.quantity).presentment,
  );
  const discounts = spread(o.total_discount ?? '0', worth, currency);
  const tellsTax = o.line_items.some((line) => line.tax_price !== null);
  const goodsTax = amount(o.total_tax ?? '0').minus(amount(o.shipping_tax_total ?? '0'));
  const taxable = worth.map((one, at) => (o.line_items[at]?.taxable === false ? '0' : one));
  const taxes = spread(goodsTax.isNegative() ? '0' : goodsTax.toFixed(), taxable, currency);
  return o.line_items.map((line, at) =>
    asLine(line, `${o.id}-${at}`, exchange, {
      // What no refund explains is still counted here: the order's money has it, too.
      gone: gone.get(line.id ?? '') ?? 0,
      discount: discounts[at] ?? '0',
      tax: tellsTax ? (line.tax_price ?? '0') : (taxes[at] ?? '0'),
    }),
  );
}

function asLine(
  l: RestLine,
  fallbackId: string,
  exchange: Exchange,
  { discount, tax, gone }: { discount: string; tax: string; gone: number },
): OrderLine {
  const pair = (text: string) => pairIn(exchange, text);
  const taxed = !amount(tax).isZero();
  return {
    platformLineId: l.id ?? fallbackId,
    platformProductId: l.product_id,
    platformVariantId: l.variant_id,
    lineGroupId: null,
    sku: l.sku,
    title: l.product_title ?? '',
    variantTitle: l.variant_title,
    vendor: l.vendor,
    quantity: l.quantity,
    currentQuantity: Math.max(0, l.quantity - gone),
    unitPrice: pair(l.price ?? '0'),
    tax: pair(tax),
    isGiftCard: false,
    isTip: false,
    requiresShipping: l.requires_shipping ?? true,
    taxable: l.taxable ?? true,
    fulfillmentStatus: l.fulfillment_status,
    properties: l.properties.length + l.custom_properties.length > 0 ? [...l.properties, ...l.custom_properties] : [],
    taxLines: taxed ? [{ title: 'Tax', rate: null, amount: pair(tax) }] : [],
    discountAllocations: amount(discount).isZero() ? [] : [{ amount: pair(discount), applicationIndex: null }],
    duties: [],
  };
}

/** The way of shipping, and the fees that the platform adds to an order, which are no goods either. */
export function shippingLinesOf(o: RestOrder, exchange: Exchange): CanonicalOrder['shippingLines'] {
  const line = (id: string, title: string | null, code: string | null, price: string, tax: string) => ({
    ...{ platformShippingLineId: id, title, code, carrier: null, source: null },
    price: pairIn(exchange, price),
    discounted: pairIn(exchange, price),
    taxLines: amount(tax).isZero() ? [] : [{ title: 'Tax', rate: null, amount: pairIn(exchange, tax) }],
    discountAllocations: [],
  });
  const shipping =
    o.shipping_line || o.total_shipping
      ? [
          line(
            `${o.id}-shipping`,
            o.shipping_line?.name ?? null,
            null,
            o.total_shipping ?? '0',
            o.shipping_tax_total ?? '0',
          ),
        ]
      : [];
  const fees = o.additional_prices.map((fee, at) =>
    line(`${o.id}-fee-${at}`, fee.fee_title ?? fee.name, 'additional_fee', fee.price ?? '0', '0'),
  );
  return [...shipping, ...fees];
}
