import { gid } from '../gids';
import type { EditDoc, LineDoc, OrderDoc, RefundDoc } from '../ledger/order';
import { nothing, type Pair, shareOf } from '../money';
import { discountOf, netOf, taxOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { lineView } from './line-view';
import type { Fields } from './search';
import { bag, link, type View } from './view';

/** What was agreed with the buyer, step by step: the order, its edits, what was paid back, what was exchanged. */
type Agreement = {
  id: string;
  at: string;
  reason: 'ORDER' | 'ORDER_EDIT' | 'REFUND' | 'RETURN';
  sales: { id: string; line: LineDoc; quantity: number }[];
  of: EditDoc | RefundDoc | null;
};

export const agreementFields: Fields<Agreement> = { id: (one) => one.id, happened_at: (one) => one.at };

/** Worked out from the order: what was ordered is what is there less what edits added. */
export function agreementsOf(order: OrderDoc): Agreement[] {
  const edits = order.edits ?? [];
  const changed = new Map<string, number>();
  // what an edit takes off becomes a refund without money: the line itself keeps its quantity
  for (const { lineId, delta } of edits.flatMap((edit) => edit.lines)) {
    if (delta > 0) changed.set(lineId, (changed.get(lineId) ?? 0) + delta);
  }
  const salesOf = (id: string, parts: { lineId: string; quantity: number }[]) =>
    parts.flatMap(({ lineId, quantity }, at) => {
      const line = order.lines.find((one) => one.id === lineId);
      return line === undefined || quantity === 0
        ? []
        : [{ id: `${id}${String(at).padStart(3, '0')}`, line, quantity }];
    });
  const ordered = order.lines.map((line) => ({
    lineId: line.id,
    quantity: line.quantity - (changed.get(line.id) ?? 0),
  }));
  const removals = new Set(edits.map((edit) => edit.refundId));
  return [
    { id: order.id, at: order.createdAt, reason: 'ORDER' as const, sales: salesOf(order.id, ordered), of: null },
    ...edits.map((edit) => ({
      id: edit.id,
      at: edit.at,
      reason: edit.returnId === null ? ('ORDER_EDIT' as const) : ('RETURN' as const),
      sales: salesOf(
        edit.id,
        edit.lines.map(({ lineId, delta }) => ({ lineId, quantity: delta })),
      ),
      of: edit,
    })),
    ...order.refunds
      .filter((refund) => !removals.has(refund.id))
      .map((refund) => ({
        id: refund.id,
        at: refund.createdAt,
        reason: 'REFUND' as const,
        sales: salesOf(
          refund.id,
          refund.lines.map(({ lineId, quantity }) => ({ lineId, quantity: -quantity })),
        ),
        of: refund,
      })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const typenames = {
  ORDER: 'OrderAgreement',
  ORDER_EDIT: 'OrderEditAgreement',
  REFUND: 'RefundAgreement',
  RETURN: 'ReturnAgreement',
};

export function agreementView(room: StoreRoom, order: OrderDoc, one: Agreement): View {
  return {
    __typename: typenames[one.reason],
    id: gid('SalesAgreement', one.id),
    happenedAt: one.at,
    reason: one.reason,
    app: null,
    user: null,
    order: link('Order', order.id),
    refund: one.reason === 'REFUND' ? link('Refund', one.id) : null,
    return:
      one.of !== null && 'returnId' in one.of && one.of.returnId !== null ? link('Return', one.of.returnId) : null,
    sales: () =>
      one.sales.map(({ id, line, quantity }) => {
        const share = (whole: Pair) => (line.quantity === 0 ? nothing : shareOf(whole, quantity, line.quantity, order));
        return {
          __typename: line.isGiftCard ? 'GiftCardSale' : 'ProductSale',
          id: gid('Sale', id),
          actionType: one.reason === 'ORDER' ? 'ORDER' : quantity < 0 ? 'RETURN' : 'UPDATE',
          lineType: line.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
          quantity,
          lineItem: () => lineView(room, order, line),
          taxes: [],
          totalAmount: bag(share(netOf(line)), order),
          totalTaxAmount: bag(share(taxOf(line)), order),
          totalDiscountAmountBeforeTaxes: bag(nothing, order),
          totalDiscountAmountAfterTaxes: bag(share(discountOf(line)), order),
        };
      }),
  };
}
