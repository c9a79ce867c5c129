import type { Day } from '../domain/shared/day';

/**
 * The figures of a stretch of days. Other systems build on these names: keep them. Money is decimal text in
 * the store's currency; every figure is defined in docs/metrics.md.
 */
export type Figures = {
  orders: number;
  grossSales: string;
  discounts: string;
  returns: string;
  netSales: string;
  addOnRevenue: string;
  /** orders with an add-on divided by orders, 0 to 1 with four digits; "0.0000" without orders */
  attachRate: string;
  /** (gross sales - discounts) / orders */
  averageOrderValue: string;
  ordersWithAddOn: number;
  addOnUnits: number;
  /** gross sales - discounts of the orders with an add-on */
  salesWithAddOn: string;
  averageOrderValueWithAddOn: string;
  averageOrderValueWithoutAddOn: string;
};

export type DayFigures = { day: Day } & Figures;

export type Summary = {
  currency: string;
  timeZone: string;
  from: Day;
  to: Day;
} & Figures & {
    /** every day of the period, days without orders too */
    days: DayFigures[];
  };

/** What one add-on earned in a period. */
export type AddOnFigures = { addOnId: string; title: string; orders: number; units: number; revenue: string };
