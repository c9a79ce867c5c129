import { isZero, minus, nothing, sumOf } from '../../money';
import type { EditDoc, OrderDoc, WorthDoc } from '../ledger/order';
import { currentDiscountOf, currentQuantityOf, netOf, shippingDiscountOf, shippingNetOf, taxOf } from './totals';

export type Worth = WorthDoc & { quantity: number };

/** What every line and shipping line is worth at this moment, by id: a picture to hold a later one against. */
export type Picture = { lines: Map<string, Worth>; shipping: Map<string, Worth> };

export const worthless: Worth = { quantity: 0, subtotal: nothing, tax: nothing, discount: nothing };

export function pictureOf(order: OrderDoc): Picture {
  const gone = order.refunds.flatMap((refund) => refund.lines);
  const lines = order.lines.map((line): [string, Worth] => {
    const refunded = gone.filter((one) => one.lineId === line.id);
    return [
      line.id,
      {
        quantity: currentQuantityOf(order, line),
        subtotal: minus(netOf(line), ...refunded.map((one) => one.subtotal)),
        tax: minus(taxOf(line), ...refunded.map((one) => one.tax)),
        discount: currentDiscountOf(order, line),
      },
    ];
  });
  const shipping = order.shippingLines
    .filter((line) => !line.removed)
    .map((line): [string, Worth] => [
      line.id,
      { quantity: 1, subtotal: shippingNetOf(line), tax: taxOf(line), discount: shippingDiscountOf(line) },
    ]);
  return { lines: new Map(lines), shipping: new Map(shipping) };
}

/** What is different in `after`: how many, and what that is in money. */
export function changesBetween(before: Picture, after: Picture): Pick<EditDoc, 'lines' | 'shipping'> {
  return {
    lines: differences(before.lines, after.lines).map(([lineId, { quantity: delta, ...worth }]) => ({
      lineId,
      delta,
      ...worth,
    })),
    shipping: differences(before.shipping, after.shipping).map(([shippingLineId, { quantity: delta, ...worth }]) => ({
      shippingLineId,
      delta,
      ...worth,
    })),
  };
}

function differences(before: Map<string, Worth>, after: Map<string, Worth>): [string, Worth][] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id): [string, Worth][] => {
    const change = less(after.get(id) ?? worthless, [before.get(id) ?? worthless]);
    return isWorthless(change) ? [] : [[id, change]];
  });
}

export function less(whole: Worth, parts: Worth[]): Worth {
  return {
    quantity: parts.reduce((rest, part) => rest - part.quantity, whole.quantity),
    subtotal: minus(whole.subtotal, sumOf(parts.map((part) => part.subtotal))),
    tax: minus(whole.tax, sumOf(parts.map((part) => part.tax))),
    discount: minus(whole.discount, sumOf(parts.map((part) => part.discount))),
  };
}

export function isWorthless(worth: Worth): boolean {
  return worth.quantity === 0 && [worth.subtotal, worth.tax, worth.discount].every(isZero);
}
