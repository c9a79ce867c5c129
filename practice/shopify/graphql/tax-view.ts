import { plus } from '../../money';
import type { OrderDoc, TaxLineDoc } from '../ledger/order';
import { bag, type View } from './view';

export function taxLineView(order: OrderDoc, line: TaxLineDoc): View {
  return {
    title: line.title,
    rate: Number(line.rate),
    ratePercentage: Number(line.rate) * 100,
    price: bag(line.price, order).shopMoney,
    priceSet: bag(line.price, order),
    channelLiable: line.channelLiable,
    source: null,
  };
}

/** Lines of the same tax, over all items and shipping, added up as the order shows them. */
export function mergedTaxLines(order: OrderDoc): TaxLineDoc[] {
  const shipping = order.shippingLines.filter((line) => !line.removed);
  const all = [
    ...order.lines.flatMap((l) => l.taxLines),
    ...shipping.flatMap((l) => l.taxLines),
    ...order.orderTaxLines,
  ];
  const merged = new Map<string, TaxLineDoc>();
  for (const line of all) {
    const key = `${line.title} ${line.rate}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? { ...line } : { ...before, price: plus(before.price, line.price) });
  }
  return [...merged.values()];
}
