import { sum } from '../domain/shared/money';
import type { Summary } from './summary';

/** The figures of several stores beside each other, and together for each currency: money of two is never added. */
export type StoreReport = Pick<Summary, 'currency' | 'orders' | 'netSales' | 'addOnRevenue' | 'ordersWithAddOn'>;

export type CurrencyTotal = StoreReport & { stores: number };

/** One total for each currency, in the order in which the currencies first come. */
export function totalsByCurrency(reports: readonly StoreReport[]): CurrencyTotal[] {
  const currencies = [...new Set(reports.map((one) => one.currency))];
  return currencies.map((currency) => {
    const own = reports.filter((one) => one.currency === currency);
    const count = (of: (one: StoreReport) => number) => own.reduce((all, one) => all + of(one), 0);
    return {
      currency,
      stores: own.length,
      orders: count((one) => one.orders),
      ordersWithAddOn: count((one) => one.ordersWithAddOn),
      netSales: sum(own.map((one) => one.netSales)).toFixed(),
      addOnRevenue: sum(own.map((one) => one.addOnRevenue)).toFixed(),
    };
  });
}
