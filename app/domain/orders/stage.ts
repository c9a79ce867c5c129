import type { OrderView } from './view';

/**
 * Where an order stands, in one word, for systems that know only one status (ERP, warehouse). The first rule that
 * holds decides: an end outranks what happened before it, and what is further on outranks what is behind.
 */
export const stages = [
  'deleted',
  'cancelled',
  'returned',
  'refunded',
  'delivered',
  'shipped',
  'partially_shipped',
  'on_hold',
  'awaiting_payment',
  'ready',
] as const;
export type Stage = (typeof stages)[number];

type Standing = Pick<OrderView, 'status' | 'financialStatus' | 'fulfillmentStatus' | 'deletedAt'> & {
  returnStatus: string | null;
  paymentMethod: OrderView['paymentMethod'];
  /** every shipment of the order has arrived */
  isDelivered: boolean;
};

const rules: [Stage, (order: Standing) => boolean][] = [
  ['deleted', ({ deletedAt }) => deletedAt !== null],
  ['cancelled', ({ status, financialStatus }) => status === 'cancelled' || financialStatus === 'voided'],
  ['returned', ({ returnStatus }) => returnStatus === 'returned'],
  ['refunded', ({ financialStatus }) => financialStatus === 'refunded'],
  ['delivered', ({ isDelivered, fulfillmentStatus }) => isDelivered && fulfillmentStatus === 'fulfilled'],
  ['shipped', ({ fulfillmentStatus }) => fulfillmentStatus === 'fulfilled'],
  ['partially_shipped', ({ fulfillmentStatus }) => fulfillmentStatus === 'partially_fulfilled'],
  ['on_hold', ({ fulfillmentStatus }) => fulfillmentStatus === 'on_hold' || fulfillmentStatus === 'scheduled'],
  // Cash on delivery ships before it is paid.
  [
    'awaiting_payment',
    ({ financialStatus, paymentMethod }) =>
      ['pending', 'authorized', 'partially_paid', 'expired'].includes(financialStatus) && paymentMethod.first !== 'cod',
  ],
];

export function stageOf(order: Standing): Stage {
  return rules.find(([, holds]) => holds(order))?.[0] ?? 'ready';
}
