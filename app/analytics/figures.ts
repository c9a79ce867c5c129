import type { Day } from '../domain/shared/day';
import { type Amount, amount, minorDigits, moneyText, sum } from '../domain/shared/money';
import type { Figures } from './summary';

/** One stored day of one store, or the sum of several. */
export type DayRow = {
  day: Day;
  orders: number;
  ordersWithAddOn: number;
  grossSales: string;
  discounts: string;
  returns: string;
  salesWithAddOn: string;
  addOnRevenue: string;
  addOnUnits: number;
};

/** The figures of some days. Rates and averages are of the sums, never averages of averages. */
export function figuresOf(days: DayRow[], currency: string): Figures {
  const text = (value: Amount) => moneyText(value.toFixed(), currency);
  const average = (value: Amount, of: number) =>
    moneyText(of === 0 ? '0' : value.dividedBy(of).toFixed(minorDigits(currency), 4), currency);

  const [orders, ordersWithAddOn] = [countIn(days, 'orders'), countIn(days, 'ordersWithAddOn')];
  const [gross, discounts, returns] = [sumIn(days, 'grossSales'), sumIn(days, 'discounts'), sumIn(days, 'returns')];
  const [sales, withAddOn] = [gross.minus(discounts), sumIn(days, 'salesWithAddOn')];
  return {
    orders,
    grossSales: text(gross),
    discounts: text(discounts),
    returns: text(returns),
    netSales: text(sales.minus(returns)),
    addOnRevenue: text(sumIn(days, 'addOnRevenue')),
    attachRate: attachRateOf(orders, ordersWithAddOn),
    averageOrderValue: average(sales, orders),
    ordersWithAddOn,
    addOnUnits: countIn(days, 'addOnUnits'),
    salesWithAddOn: text(withAddOn),
    averageOrderValueWithAddOn: average(withAddOn, ordersWithAddOn),
    averageOrderValueWithoutAddOn: average(sales.minus(withAddOn), orders - ordersWithAddOn),
  };
}

/** The share of orders that have an add-on, 0 to 1 with four digits; "0.0000" without orders. */
export function attachRateOf(orders: number, ordersWithAddOn: number): string {
  return orders === 0 ? '0.0000' : amount(ordersWithAddOn).dividedBy(orders).toFixed(4, 4);
}

/** A count over rows, be they days or stores. */
export function countIn<Column extends string>(rows: readonly Record<Column, number>[], column: Column): number {
  return rows.reduce((total, row) => total + row[column], 0);
}

/** Money over rows of one currency. */
export function sumIn<Column extends string>(rows: readonly Record<Column, string>[], column: Column): Amount {
  return sum(rows.map((row) => row[column]));
}
