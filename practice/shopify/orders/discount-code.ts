import { exact, nothing, shareOf, shareOut } from '../../money';
import type { Args } from '../graphql/view';
import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { pairFrom } from './order-parts';
import { netOf, shippingNetOf } from './totals';

/** One code for the order: a fixed amount is shared out by value, a percentage is cut from every line. */
export function applyCode(room: StoreRoom, order: OrderDoc, code: Args | null | undefined): void {
  const fixed = code?.itemFixedDiscountCode;
  const percentage = code?.itemPercentageDiscountCode;
  const shipping = code?.freeShippingDiscountCode;
  const kind = {
    kind: 'code',
    title: null,
    description: null,
    allocationMethod: 'across',
    targetSelection: 'all',
  } as const;
  if (fixed) {
    const worth = fixed.amountSet ? pairFrom(room, order, fixed.amountSet) : nothing;
    const nets = order.lines.map(netOf);
    const total = nets.reduce((sum, net) => sum.plus(net.presentment), exact(0));
    const capped = exact(worth.presentment).gt(total)
      ? { shop: nets.reduce((sum, net) => sum.plus(net.shop), exact(0)).toFixed(), presentment: total.toFixed() }
      : worth;
    order.discounts.push({
      ...kind,
      code: fixed.code,
      valueType: 'fixed_amount',
      value: worth.presentment,
      targetType: 'line_item',
    });
    shareOut(capped, nets, order).forEach((amount, index) => {
      if (exact(amount.presentment).gt(0)) order.lines[index]?.allocations.push({ amount, discountIndex: 0 });
    });
  } else if (percentage) {
    order.discounts.push({
      ...kind,
      code: percentage.code,
      valueType: 'percentage',
      value: exact(percentage.percentage ?? 0).toFixed(),
      targetType: 'line_item',
    });
    for (const line of order.lines) {
      line.allocations.push({
        amount: shareOf(netOf(line), exact(percentage.percentage ?? 0), 100, order),
        discountIndex: 0,
      });
    }
  } else if (shipping) {
    order.discounts.push({
      ...kind,
      code: shipping.code,
      valueType: 'percentage',
      value: '100',
      targetType: 'shipping_line',
    });
    for (const line of order.shippingLines) line.allocations.push({ amount: shippingNetOf(line), discountIndex: 0 });
  }
}
