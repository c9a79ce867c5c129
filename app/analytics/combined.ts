import { moneyText } from '../domain/shared/money';
import { attachRateOf, countIn, sumIn } from './figures';
import type { Summary } from './summary';

/** The figures of several stores beside each other, and together for each currency: money of two is never added. */
export type StoreReport = Pick<
  Summary,
  'currency' | 'orders' | 'netSales' | 'addOnRevenue' | 'ordersWithAddOn' | 'attachRate'
>;

export type CurrencyTotal = StoreReport & { stores: number };

/** One total for each currency, in the order in which the currencies first come. */
export function totalsByCurrency(reports: readonly StoreReport[]): CurrencyTotal[] {
  const currencies = [...new Set(reports.map((one) => one.currency))];
  return currencies.map((currency) => {
    const own = reports.filter((one) => one.currency === currency);
    const [orders, ordersWithAddOn] = [countIn(own, 'orders'), countIn(own, 'ordersWithAddOn')];
    return {
      ...{ currency, stores: own.length, orders, ordersWithAddOn },
      netSales: moneyText(sumIn(own, 'netSales'), currency),
      addOnRevenue: moneyText(sumIn(own, 'addOnRevenue'), currency),
      attachRate: attachRateOf(orders, ordersWithAddOn),
    };
  });
}
