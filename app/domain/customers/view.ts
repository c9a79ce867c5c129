import type { Segment } from './segments';

/**
 * A customer as the API and the pages show one: a person as the store's orders know them. Other systems build on
 * these names: keep them. Money is decimal text in the store's currency; figures are defined in docs/metrics.md.
 */
export type CustomerView = {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  /** the person was erased; the figures stay */
  redacted: boolean;
  /** platform ids that are this person; none for a guest */
  platformCustomerIds: string[];
  currency: string;
  orders: number;
  /** gross sales less discounts */
  lifetimeGross: string;
  /** the same less returns */
  lifetimeNet: string;
  refunded: string;
  averageOrderValue: string;
  addOnRevenue: string;
  ordersWithAddOn: number;
  /** add-on revenue divided by lifetime net, 0 to 1; "0.0000" without sales */
  addOnShare: string;
  firstOrderAt: string | null;
  lastOrderAt: string | null;
  lastActiveAt: string | null;
  /** days between orders on average; null before the second */
  daysBetweenOrders: number | null;
  segment: Segment | null;
  /** 1 to 5 each: how lately, how often, for how much */
  scores: { recency: number; frequency: number; monetary: number } | null;
};

export type CustomerDetailView = CustomerView & { timeline: Activity[]; records: CustomerRecord[]; links: LinkView[] };

/** What happened, newest first. */
export type Activity = {
  at: string;
  kind: 'placed' | 'paid' | 'fulfilled' | 'delivered' | 'refunded' | 'return_requested' | 'returned' | 'cancelled';
  platformOrderId: string;
  orderNumber: string;
  amount: string | null;
  currency: string;
};

/** What the platform keeps of the person. */
export type CustomerRecord = {
  platformCustomerId: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  phone: string | null;
  state: string | null;
  tags: string[];
  emailConsent: { state: string; changedAt: string | null } | null;
  smsConsent: { state: string; changedAt: string | null } | null;
  defaultAddress: { city: string | null; country: string | null; zip: string | null; address1: string | null } | null;
  createdAt: string | null;
};

/** Why identities are one person. */
export type LinkView = { a: string; b: string; kind: string; state: string; decidedBy: string | null };

/** Two that may be one person, for somebody to decide. */
export type ProposalView = {
  a: string;
  b: string;
  kind: string;
  createdAt: string;
  sides: [CustomerView, CustomerView];
};

export const customerSorts = ['last_order', 'value', 'orders'] as const;
export type CustomerSort = (typeof customerSorts)[number];

/** What a list of customers is narrowed to; every part is optional and all of them must hold. */
export type CustomerFilter = {
  /** e-mail address, phone number or the platform's id, whole */
  search?: string | undefined;
  searchesPersons?: boolean | undefined;
  segment?: string | undefined;
  minOrders?: number | undefined;
  maxOrders?: number | undefined;
  minValue?: string | undefined;
  maxValue?: string | undefined;
  lastOrderFrom?: string | undefined;
  lastOrderTo?: string | undefined;
  hasAddOn?: boolean | undefined;
};

export type CustomerPage = { customers: CustomerView[]; next: string | null };
