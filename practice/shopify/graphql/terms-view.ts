import { gid } from '../gids';
import type { OrderDoc, TermsDoc } from '../ledger/order';
import { scheduleOf } from '../orders/schedule';
import { totalsOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { link, money, type View } from './view';

/** When an order that was bought on terms is due. Amounts stand in the currency that the shopper pays with. */
export function termsView(room: StoreRoom, order: OrderDoc, terms: TermsDoc): View {
  const schedule = scheduleOf(order, terms, room.now());
  const amount = (text: string) => money(text, order.presentmentCurrency);
  const view = {
    __typename: 'PaymentTerms',
    id: gid('PaymentTerms', terms.id),
    paymentTermsName: terms.name,
    translatedName: terms.name,
    paymentTermsType: terms.type,
    dueInDays: terms.dueInDays,
    due: schedule?.due ?? false,
    overdue: schedule?.due ?? false,
    order: link('Order', order.id),
    paymentSchedules: (): View[] =>
      schedule === null
        ? []
        : [
            {
              id: gid('PaymentSchedule', terms.id),
              issuedAt: terms.issuedAt,
              dueAt: terms.dueAt,
              completedAt: schedule.completedAt,
              due: schedule.due,
              amount: amount(totalsOf(order).currentTotal.presentment),
              balanceDue: amount(schedule.owed.presentment),
              totalBalance: amount(schedule.owed.presentment),
              paymentTerms: () => view,
            },
          ],
  };
  return view;
}
