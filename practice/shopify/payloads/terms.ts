import { restAmount } from '../../money';
import type { OrderDoc, TermsDoc } from '../ledger/order';
import { scheduleOf } from '../orders/schedule';
import { totalsOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { localTime, num } from './json';

/** Payment terms in the shape of the REST Admin API. */
export function termsPayload(room: StoreRoom, order: OrderDoc, terms: TermsDoc) {
  const schedule = scheduleOf(order, terms, room.now());
  return {
    id: num(terms.id),
    created_at: localTime(room, terms.createdAt),
    updated_at: localTime(room, terms.createdAt),
    payment_terms_name: terms.name,
    payment_terms_type: terms.type.toLowerCase(),
    due_in_days: terms.dueInDays,
    payment_schedules:
      schedule === null
        ? []
        : [
            {
              id: num(terms.id),
              created_at: localTime(room, terms.createdAt),
              updated_at: localTime(room, terms.createdAt),
              issued_at: localTime(room, terms.issuedAt),
              due_at: localTime(room, terms.dueAt),
              completed_at: localTime(room, schedule.completedAt),
              amount: restAmount(totalsOf(order).currentTotal.presentment, order.presentmentCurrency),
              currency: order.presentmentCurrency,
              expected_payment_method: null,
            },
          ],
  };
}
