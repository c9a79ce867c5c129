import type { Change } from './change-log';
import type { EntryKind, EntryPart } from './ledger';

/** Why an order is in the figures as it is. Money is decimal text in the order's shop currency, times are ISO 8601. */
export type OrderStory = {
  currency: string;
  /** the whole ledger, outdated entries too, in the order in which things happened */
  entries: EntryView[];
  /** newest first */
  deliveries: Delivery[];
  changes: { at: string; cause: string | null; changes: Change[]; left: number }[];
  counted: { isCounted: boolean; reasons: ('test' | 'deleted' | 'currency')[]; days: CountedDay[] };
};

export type EntryView = {
  key: string;
  kind: EntryKind;
  at: string;
  knownFrom: string;
  /** null: it stands */
  knownTo: string | null;
  cause: string | null;
  endCause: string | null;
  platformLineId: string | null;
  addOnId: string | null;
  title: string | null;
  quantity: number;
  parts: Partial<Record<EntryPart, string>>;
  total: string;
  paid: string;
};

/** A message or a pulled record that told of the order. */
export type Delivery = {
  id: string;
  source: string;
  topic: string;
  at: string;
  state: string;
  result: string | null;
};

/** What the order adds to the figures of one of the store's days. */
export type CountedDay = {
  day: string;
  orders: number;
  grossSales: string;
  discounts: string;
  returns: string;
  netSales: string;
  addOnRevenue: string;
};
