import type { Day } from '../domain/shared/day';
import { type Amount, amount, minorDigits, moneyText, zero } from '../domain/shared/money';
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
  const count = (column: 'orders' | 'ordersWithAddOn' | 'addOnUnits') =>
    days.reduce((total, day) => total + day[column], 0);
  const add = (column: 'grossSales' | 'discounts' | 'returns' | 'salesWithAddOn' | 'addOnRevenue') =>
    days.reduce((total, day) => total.plus(amount(day[column])), zero);
  const text = (value: Amount) => moneyText(value.toFixed(), currency);
  const average = (value: Amount, of: number) =>
    moneyText(of === 0 ? '0' : value.dividedBy(of).toFixed(minorDigits(currency), 4), currency);

  const [orders, ordersWithAddOn] = [count('orders'), count('ordersWithAddOn')];
  const [gross, discounts, returns] = [add('grossSales'), add('discounts'), add('returns')];
  const [sales, withAddOn] = [gross.minus(discounts), add('salesWithAddOn')];
  return {
    orders,
    grossSales: text(gross),
    discounts: text(discounts),
    returns: text(returns),
    netSales: text(sales.minus(returns)),
    addOnRevenue: text(add('addOnRevenue')),
    attachRate: orders === 0 ? '0.0000' : amount(ordersWithAddOn).dividedBy(orders).toFixed(4, 4),
    averageOrderValue: average(sales, orders),
    ordersWithAddOn,
    addOnUnits: count('addOnUnits'),
    salesWithAddOn: text(withAddOn),
    averageOrderValueWithAddOn: average(withAddOn, ordersWithAddOn),
    averageOrderValueWithoutAddOn: average(sales.minus(withAddOn), orders - ordersWithAddOn),
  };
}
