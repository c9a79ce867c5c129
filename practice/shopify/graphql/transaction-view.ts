import { exact } from '../../money';
import { gid } from '../gids';
import type { OrderDoc, TransactionDoc } from '../ledger/order';
import { isManual, paymentIdOf } from '../orders/payment-id';
import { capturableOf, isPositive } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { bag, link, type View } from './view';

export function transactionView(room: StoreRoom, order: OrderDoc, one: TransactionDoc): View {
  const parent = order.transactions.find((t) => t.id === one.parentId);
  const amount = bag(one.amount, order);
  return {
    __typename: 'OrderTransaction',
    id: gid('OrderTransaction', one.id),
    kind: one.kind,
    status: one.status,
    gateway: one.gateway,
    formattedGateway: one.gateway,
    manualPaymentGateway: isManual(one.gateway),
    manuallyCapturable: isPositive(capturableOf(order, one.id)),
    multiCapturable: false,
    amountSet: amount,
    amountV2: amount.shopMoney,
    test: one.test,
    createdAt: one.createdAt,
    processedAt: one.processedAt,
    errorCode: one.errorCode ?? null,
    paymentId: paymentIdOf(order, one),
    ...settlement(order, one),
    amountRoundingSet: null,
    currencyExchangeAdjustment: null,
    accountNumber: null,
    fees: [],
    totalUnsettledSet: bag(capturableOf(order, one.id), order),
    parentTransaction: () => (parent === undefined ? null : transactionView(room, order, parent)),
    order: link('Order', order.id),
  };
}

/** Only the platform's own payments settle in a currency of theirs: here always the shop's, at the order's own rate. */
function settlement(order: OrderDoc, one: TransactionDoc): View {
  const own = one.gateway === 'shopify_payments' && !exact(one.amount.presentment).isZero();
  if (!own) return { settlementCurrency: null, settlementCurrencyRate: null };
  const rate = exact(one.amount.shop).div(one.amount.presentment).toSignificantDigits(10).toFixed();
  return { settlementCurrency: order.currency, settlementCurrencyRate: rate };
}
