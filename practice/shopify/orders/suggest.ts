import { exact, minus, nothing, type Pair, plus, shareOf, sumOf } from '../../money';
import { idOf } from '../gids';
import { transactionView } from '../graphql/transaction-view';
import { type Args, bag, type View } from '../graphql/view';
import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { partOf } from './pay';
import { payBack } from './refund';
import { currentQuantityOf, refundShare, shippingNetOf, taxOf, totalsOf } from './totals';

/** Order.suggestedRefund: what a refund of these lines and this shipping would come to. */
export function suggestedRefundView(room: StoreRoom, order: OrderDoc, args: Args): View {
  const wished: Args[] = args.suggestFullRefund
    ? order.lines.map((line) => ({ lineItemId: line.id, quantity: currentQuantityOf(order, line) }))
    : (args.refundLineItems ?? []);
  const shares = wished.flatMap((wish) => {
    const line = order.lines.find((one) => one.id === idOf(wish.lineItemId));
    return line === undefined ? [] : [refundShare(order, line, wish.quantity)];
  });
  const subtotal = sumOf(shares.map((one) => one.subtotal));
  const lineTax = sumOf(shares.map((one) => one.tax));
  const totals = totalsOf(order);
  const lines = order.shippingLines.filter((line) => !line.removed);
  const whole = sumOf(lines.map(shippingNetOf));
  const left = minus(whole, totals.refundedShipping);
  let shipping: Pair = nothing;
  if (args.refundShipping || args.suggestFullRefund) shipping = left;
  else if (args.shippingAmount) shipping = partOf(order, whole, args.shippingAmount);
  const shippingTax = exact(whole.shop).isZero()
    ? nothing
    : shareOf(sumOf(lines.map(taxOf)), exact(shipping.shop), exact(whole.shop), order);
  const tax = plus(lineTax, shippingTax);
  const worth = plus(subtotal, shipping, order.taxesIncluded ? nothing : tax);
  const amount = exact(worth.shop).gt(totals.netPayment.shop) ? totals.netPayment : worth;
  return {
    amountSet: bag(amount, order),
    amount: bag(amount, order).shopMoney,
    subtotalSet: bag(subtotal, order),
    discountedSubtotalSet: bag(subtotal, order),
    totalTaxSet: bag(tax, order),
    totalDutiesSet: bag(nothing, order),
    totalCartDiscountAmountSet: bag(nothing, order),
    maximumRefundableSet: bag(totals.netPayment, order),
    shipping: {
      amountSet: bag(shipping, order),
      taxSet: bag(shippingTax, order),
      maximumRefundableSet: bag(left, order),
    },
    refundDuties: [],
    refundLineItems: [],
    suggestedRefundMethods: [],
    suggestedTransactions: () =>
      payBack(order, amount).map((one) => ({
        kind: 'SUGGESTED_REFUND',
        gateway: one.gateway,
        formattedGateway: one.gateway,
        accountNumber: null,
        amountSet: bag(one.amount, order),
        maximumRefundableSet: bag(one.parent?.amount ?? one.amount, order),
        parentTransaction: one.parent === null ? null : transactionView(room, order, one.parent),
        paymentDetails: null,
      })),
  };
}
