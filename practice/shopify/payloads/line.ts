import { gid } from '../gids';
import type { AllocationDoc, LineDoc, OrderDoc, TaxLineDoc } from '../ledger/order';
import { fulfilledQuantityOf, unfulfilledQuantityOf } from '../orders/statuses';
import { currentQuantityOf } from '../orders/totals';
import { moneySet, num, numOrNull, shopAmount } from './json';

export function linePayload(order: OrderDoc, line: LineDoc) {
  const left = unfulfilledQuantityOf(order, line.id);
  return {
    id: num(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    attributed_staffs: [],
    current_quantity: currentQuantityOf(order, line),
    fulfillable_quantity: left,
    fulfillment_service: 'manual',
    fulfillment_status: fulfilledQuantityOf(order, line.id) === 0 ? null : left === 0 ? 'fulfilled' : 'partial',
    gift_card: line.isGiftCard,
    grams: line.grams,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    price: shopAmount(line.price, order),
    price_set: moneySet(line.price, order),
    product_exists: line.productId !== null,
    product_id: numOrNull(line.productId),
    properties: line.properties.map((one) => ({ name: one.key, value: one.value })),
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    // only discounts of the line itself; shares of order discounts stand in the allocations
    total_discount: shopAmount({ shop: '0', presentment: '0' }, order),
    total_discount_set: moneySet({ shop: '0', presentment: '0' }, order),
    variant_id: numOrNull(line.variantId),
    variant_inventory_management: line.variantId === null ? null : 'shopify',
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxLines.map((one) => taxLinePayload(order, one)),
    duties: [],
    discount_allocations: line.allocations.map((one) => allocationPayload(order, one)),
  };
}

export function taxLinePayload(order: OrderDoc, line: TaxLineDoc) {
  return {
    channel_liable: line.channelLiable,
    price: shopAmount(line.price, order),
    price_set: moneySet(line.price, order),
    rate: Number(line.rate),
    title: line.title,
  };
}

export function allocationPayload(order: OrderDoc, one: AllocationDoc) {
  return {
    amount: shopAmount(one.amount, order),
    amount_set: moneySet(one.amount, order),
    discount_application_index: one.discountIndex,
  };
}
