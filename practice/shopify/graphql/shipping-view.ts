import { gid } from '../gids';
import type { OrderDoc, ShippingLineDoc } from '../ledger/order';
import { currentShippingOf, shippingNetOf } from '../orders/totals';
import { allocationView } from './line-view';
import { taxLineView } from './tax-view';
import { bag, type View } from './view';

export function shippingLineView(order: OrderDoc, line: ShippingLineDoc): View {
  const discounted = bag(shippingNetOf(line), order);
  return {
    id: gid('ShippingLine', line.id),
    title: line.title,
    code: line.code,
    source: line.source ?? 'shopify',
    custom: line.code === null,
    isRemoved: line.removed,
    carrierIdentifier: null,
    deliveryCategory: null,
    requestedFulfillmentService: null,
    phone: null,
    originalPriceSet: bag(line.price, order),
    discountedPriceSet: discounted,
    currentDiscountedPriceSet: bag(currentShippingOf(order, line), order),
    originalPrice: bag(line.price, order).shopMoney,
    discountedPrice: discounted.shopMoney,
    taxLines: line.taxLines.map((tax) => taxLineView(order, tax)),
    discountAllocations: line.allocations.map((one) => allocationView(order, one)),
  };
}
