import { sumPairs } from '../shared/money';
import { type Attribution, attribute } from './attribution';
import { type FigureRefund, orderFigures } from './figures';
import type { MergedOrder, StoredLine } from './merge-order';
import type { OrderLine, Refund } from './order';

/** A merged order with its add-on lines named and everything that follows from lines, refunds and transactions. */
export type SettledOrder = {
  merged: MergedOrder;
  lines: StoredLine[];
  attribution: Map<string, Attribution>;
  figures: ReturnType<typeof orderFigures>;
  /** when the order was created and each refund made, old and new: the days whose figures may move */
  moments: string[];
};

/** @param ownVariants platform variant id to add-on id */
export function settleOrder(merged: MergedOrder, ownVariants: ReadonlyMap<string, string>): SettledOrder {
  const { known, whole } = merged;
  const plain = whole ? whole.order.lines.map(storedLine) : (known?.lines ?? []);
  const attribution = attribute(plain, ownVariants);
  const lines = plain.map((line) => ({ ...line, isAddOn: attribution.has(line.platformLineId) }));
  const moments = [whole?.order.createdAt, known?.createdAt].filter((moment) => typeof moment === 'string');

  const refunds: FigureRefund[] = [];
  for (const [id, { refund, createdAt }] of known?.refunds ?? []) {
    moments.push(createdAt);
    if (!merged.refunds.has(id)) refunds.push(refund);
  }
  for (const { value } of merged.refunds.values()) {
    moments.push(value.createdAt);
    refunds.push(figureRefund(value));
  }
  const transactions = [...merged.transactions.values()].map(({ value }) => value);
  for (const [id, { transaction }] of known?.transactions ?? []) {
    if (!merged.transactions.has(id)) transactions.push(transaction);
  }
  const currency = whole?.order.currency ?? known?.currency ?? 'USD';
  const presentment = whole?.order.presentmentCurrency ?? known?.presentmentCurrency ?? currency;
  return {
    merged,
    lines,
    attribution,
    moments,
    figures: orderFigures(currency, presentment, lines, refunds, transactions),
  };
}

function storedLine(line: OrderLine): StoredLine {
  return {
    platformLineId: line.platformLineId,
    platformVariantId: line.platformVariantId,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unitPrice: line.unitPrice,
    discounts: sumPairs(line.discountAllocations.map(({ amount }) => amount)),
    isGiftCard: line.isGiftCard,
    isTip: line.isTip,
    isAddOn: false,
    properties: line.properties,
  };
}

function figureRefund(refund: Refund): FigureRefund {
  return { platformRefundId: refund.platformRefundId, lines: refund.lines, adjustments: refund.adjustments };
}
