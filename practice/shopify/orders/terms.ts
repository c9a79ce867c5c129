import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args, View } from '../graphql/view';
import type { OrderDoc, TermsDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder } from './change';
import { moment } from './order-parts';
import { isPositive, totalsOf } from './totals';

type Template = Pick<TermsDoc, 'id' | 'name' | 'type' | 'dueInDays'>;

const net = (id: string, days: number): Template => ({ id, name: `Net ${days}`, type: 'NET', dueInDays: days });

/** The terms that every store has, with the ids that they have been seen with. */
const templates: Template[] = [
  { id: '1', name: 'Due on receipt', type: 'RECEIPT', dueInDays: null },
  { id: '9', name: 'Due on fulfillment', type: 'FULFILLMENT', dueInDays: null },
  net('2', 7),
  net('3', 15),
  net('4', 30),
  net('8', 45),
  net('5', 60),
  net('6', 90),
  { id: '7', name: 'Fixed', type: 'FIXED', dueInDays: null },
];

export function termsTemplates(type: string | null = null): View[] {
  return templates
    .filter((one) => type === null || one.type === type)
    .map((one) => ({
      __typename: 'PaymentTermsTemplate',
      id: gid('PaymentTermsTemplate', one.id),
      name: one.name,
      translatedName: one.name,
      description: one.type === 'NET' ? `Within ${one.dueInDays} days` : one.type === 'FIXED' ? 'Fixed date' : one.name,
      paymentTermsType: one.type,
      dueInDays: one.dueInDays,
    }));
}

/** paymentTermsCreate */
export function putTerms(room: StoreRoom, referenceId: unknown, given: Args): { order: OrderDoc; terms: TermsDoc } {
  const refused = (message: string) => refuse(null, message, 'PAYMENT_TERMS_CREATION_UNSUCCESSFUL');
  const id = idOf(referenceId);
  if (room.shelf('order').get(id) === null) return refused(`Cannot find the specific Order with id ${id}.`);
  const order = orderToChange(room, id, ['referenceId']);
  const template = templates.find((one) => one.id === idOf(given.paymentTermsTemplateId));
  if (template === undefined) return refused('Could not find payment terms template.');
  if (order.terms) return refused('Payment terms already exist on this order.');
  if (!isPositive(totalsOf(order).outstanding)) {
    return refused('Cannot create payment terms on an Order that has already been paid in full.');
  }
  const schedules = (given.paymentSchedules ?? []) as Args[];
  if (schedules.length > 1) return refused('Cannot create payment terms with multiple payment schedules.');
  const event = template.type === 'RECEIPT' || template.type === 'FULFILLMENT';
  const stated = moment(schedules[0]?.dueAt);
  if (event && stated !== null) return refused('A due date cannot be set with event payment terms.');
  if (template.type === 'FIXED' && stated === null) {
    return refused('A due date is required with fixed or net payment terms.');
  }
  const issuedAt = moment(schedules[0]?.issuedAt) ?? (template.type === 'NET' ? room.stamp() : null);
  const days = (template.dueInDays ?? 0) * 86_400_000;
  const counted = issuedAt === null ? null : moment(new Date(Date.parse(issuedAt) + days).toISOString());
  const terms: TermsDoc = {
    ...template,
    id: room.nextId(),
    issuedAt,
    dueAt: stated ?? (template.type === 'NET' ? counted : null),
    createdAt: room.stamp(),
  };
  order.terms = terms;
  return { order: saveOrder(room, order), terms };
}
