import { gid } from '../gids';
import type { OrderDoc, TermsDoc } from '../ledger/order';
import { totalsOf } from '../orders/totals';
import { link, money, type View } from './view';

/** When an order that was bought on terms is due. */
export function termsView(order: OrderDoc, terms: TermsDoc): View {
  const owed = totalsOf(order).outstanding.shop;
  return {
    __typename: 'PaymentTerms',
    id: gid('PaymentTerms', terms.id),
    paymentTermsName: terms.name,
    translatedName: terms.name,
    paymentTermsType: terms.type,
    dueInDays: terms.dueInDays,
    due: false,
    overdue: false,
    order: link('Order', order.id),
    paymentSchedules: () => [
      {
        id: gid('PaymentSchedule', terms.id),
        issuedAt: terms.issuedAt,
        dueAt: terms.dueAt,
        completedAt: null,
        due: false,
        amount: money(owed, order.currency),
        balanceDue: money(owed, order.currency),
        totalBalance: money(owed, order.currency),
        paymentTerms: () => termsView(order, terms),
      },
    ],
  };
}
