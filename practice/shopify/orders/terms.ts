import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args, View } from '../graphql/view';
import type { OrderDoc, TermsDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder } from './change';
import { moment } from './order-parts';

type Template = Pick<TermsDoc, 'id' | 'name' | 'type' | 'dueInDays'>;

/** The terms that every store has. */
const templates: Template[] = [
  { id: '1', name: 'Due on receipt', type: 'RECEIPT', dueInDays: null },
  ...[7, 15, 30, 45, 60, 90].map((days, at) => ({
    id: String(at + 2),
    name: `Net ${days}`,
    type: 'NET' as const,
    dueInDays: days,
  })),
  { id: '8', name: 'Fixed', type: 'FIXED', dueInDays: null },
  { id: '9', name: 'Due on fulfillment', type: 'FULFILLMENT', dueInDays: null },
];

export function termsTemplates(): View[] {
  return templates.map((one) => ({
    __typename: 'PaymentTermsTemplate',
    id: gid('PaymentTermsTemplate', one.id),
    name: one.name,
    translatedName: one.name,
    description: one.name,
    paymentTermsType: one.type,
    dueInDays: one.dueInDays,
  }));
}

/** paymentTermsCreate */
export function putTerms(room: StoreRoom, referenceId: unknown, given: Args): { order: OrderDoc; terms: TermsDoc } {
  const order = orderToChange(room, referenceId, ['referenceId']);
  const template = templates.find((one) => one.id === idOf(given.paymentTermsTemplateId));
  if (template === undefined) return refuse(['paymentTermsAttributes'], 'Payment terms template does not exist.');
  if (order.terms) return refuse(['referenceId'], 'Payment terms already exist on this order.');
  const [schedule] = (given.paymentSchedules ?? []) as Args[];
  const issuedAt = moment(schedule?.issuedAt) ?? room.stamp();
  const due = new Date(Date.parse(issuedAt) + (template.dueInDays ?? 0) * 86_400_000).toISOString();
  const terms: TermsDoc = {
    ...template,
    id: room.nextId(),
    issuedAt,
    dueAt: moment(schedule?.dueAt) ?? (template.type === 'NET' ? moment(due) : null),
    createdAt: room.stamp(),
  };
  order.terms = terms;
  return { order: saveOrder(room, order), terms };
}
