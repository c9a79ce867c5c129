import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { CustomerDoc } from '../ledger/customer';
import { consentPayload, customerNews, smsPayload } from '../payloads/customer';
import type { StoreRoom } from '../store-room';
import { consentFrom, emailConsentOf } from './consent';

/** customerEmailMarketingConsentUpdate and customerSmsMarketingConsentUpdate; each has a topic of its own besides. */
export function changeConsent(
  room: StoreRoom,
  id: unknown,
  kind: 'emailConsent' | 'smsConsent',
  given: Args,
): CustomerDoc {
  const before = room.shelf('customer').get(idOf(id));
  if (before === null) return refuse(['input', 'customerId'], 'Customer not found');
  if (kind === 'emailConsent' && before.email === null) {
    refuse(['input', 'customerId'], 'An email address is required to set the email marketing consent state.');
  }
  if (kind === 'smsConsent' && before.phone === null) {
    refuse(['input', 'smsMarketingConsent'], 'A phone number is required to set the SMS consent state.', 'INVALID');
  }
  const consent = consentFrom(given, room.stamp());
  const customer: CustomerDoc = { ...before, [kind]: consent, updatedAt: room.stamp() };
  if (kind === 'emailConsent') customer.acceptsMarketing = consent.state === 'SUBSCRIBED';
  room.shelf('customer').put(customer);
  if (kind === 'emailConsent') {
    room.tell('customers_email_marketing_consent/update', () => ({
      customer_id: BigInt(customer.id),
      email_address: customer.email,
      email_marketing_consent: consentPayload(room, emailConsentOf(customer)),
    }));
  } else {
    room.tell('customers_marketing_consent/update', () => ({
      id: BigInt(customer.id),
      phone: customer.phone,
      sms_marketing_consent: smsPayload(room, customer),
      admin_graphql_api_id: gid('Customer', customer.id),
    }));
  }
  room.tell('customers/update', () => customerNews(room, customer));
  return customer;
}
