import { exact, minus, nothing, type Pair, shareOf, sumOf, times } from '../../money';
import { gid } from '../gids';
import type { AllocationDoc, DiscountDoc, LineDoc, OrderDoc } from '../ledger/order';
import { unfulfilledQuantityOf } from '../orders/statuses';
import { currentQuantityOf, discountOf, netOf, taxOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { productView, variantView } from './product-view';
import { taxLineView } from './tax-view';
import { bag, money, type View } from './view';

export function lineView(room: StoreRoom, order: OrderDoc, line: LineDoc): View {
  const full = times(line.price, line.quantity);
  const withoutCodes = sumOf(
    line.allocations.filter((a) => order.discounts[a.discountIndex]?.kind !== 'code').map((a) => a.amount),
  );
  const each = (whole: Pair) => shareOf(whole, 1, line.quantity || 1, order);
  const left = unfulfilledQuantityOf(order, line.id);
  const current = currentQuantityOf(order, line);
  return {
    __typename: 'LineItem',
    id: gid('LineItem', line.id),
    title: line.title,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: current,
    refundableQuantity: current,
    unfulfilledQuantity: left,
    fulfillableQuantity: left,
    nonFulfillableQuantity: line.quantity - left,
    fulfillmentStatus: left === 0 ? 'fulfilled' : left < current ? 'partial' : 'unfulfilled',
    requiresShipping: line.requiresShipping,
    taxable: line.taxable,
    isGiftCard: line.isGiftCard,
    restockable: line.variantId !== null,
    canRestock: line.variantId !== null,
    merchantEditable: order.cancelledAt === null,
    product: () => {
      const product = line.productId === null ? null : room.shelf('product').get(line.productId);
      return product === null ? null : productView(room, product);
    },
    variant: () => {
      const found = line.variantId === null ? null : room.variant(line.variantId);
      return found === null ? null : variantView(room, found.product, found.variant);
    },
    customAttributes: line.properties,
    lineItemGroup: null,
    image: null,
    weight: { value: line.grams, unit: 'GRAMS' },
    originalUnitPriceSet: bag(line.price, order),
    originalTotalSet: bag(full, order),
    discountedTotalSet: (args: { withCodeDiscounts?: boolean }) =>
      bag(args.withCodeDiscounts ? netOf(line) : minus(full, withoutCodes), order),
    discountedUnitPriceSet: bag(each(minus(full, withoutCodes)), order),
    discountedUnitPriceAfterAllDiscountsSet: bag(each(netOf(line)), order),
    priceAfterAllDiscountsBeforeTaxesSet: bag(
      order.taxesIncluded ? minus(netOf(line), taxOf(line)) : netOf(line),
      order,
    ),
    totalDiscountSet: bag(discountOf(line), order),
    unfulfilledOriginalTotalSet: bag(times(line.price, left), order),
    unfulfilledDiscountedTotalSet: bag(
      line.quantity === 0 ? nothing : shareOf(netOf(line), left, line.quantity, order),
      order,
    ),
    discountAllocations: line.allocations.map((one) => allocationView(order, one)),
    taxLines: line.taxLines.map((one) => taxLineView(order, one)),
    duties: [],
  };
}

export function allocationView(order: OrderDoc, allocation: AllocationDoc): View {
  const discount = order.discounts[allocation.discountIndex];
  const amount = bag(allocation.amount, order);
  return {
    allocatedAmountSet: amount,
    allocatedAmount: amount.shopMoney,
    discountApplication: discount === undefined ? null : discountView(order, discount, allocation.discountIndex),
  };
}

const typenames = {
  code: 'DiscountCodeApplication',
  manual: 'ManualDiscountApplication',
  automatic: 'AutomaticDiscountApplication',
};

export function discountView(order: OrderDoc, discount: DiscountDoc, index: number): View {
  return {
    __typename: typenames[discount.kind],
    index,
    code: discount.code,
    title: discount.title ?? discount.code ?? 'Discount',
    description: discount.description,
    allocationMethod: discount.allocationMethod.toUpperCase(),
    targetSelection: discount.targetSelection.toUpperCase(),
    targetType: discount.targetType.toUpperCase(),
    value:
      discount.valueType === 'percentage'
        ? { __typename: 'PricingPercentageValue', percentage: exact(discount.value).toNumber() }
        : { __typename: 'MoneyV2', ...money(discount.value, order.presentmentCurrency) },
  };
}
