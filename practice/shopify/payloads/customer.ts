import { gid } from '../gids';
import type { CustomerDoc } from '../ledger/customer';
import type { StoreRoom } from '../store-room';
import { addressPayload } from './address';
import { localTime, num } from './json';

export function customerPayload(room: StoreRoom, customer: CustomerDoc) {
  const [first] = customer.addresses;
  return {
    id: num(customer.id),
    created_at: localTime(room, customer.createdAt),
    updated_at: localTime(room, customer.updatedAt),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency: room.doc().currency,
    tags: customer.tags.join(', '),
    tax_exemptions: [],
    email_marketing_consent:
      customer.email === null
        ? null
        : {
            state: customer.acceptsMarketing ? 'subscribed' : 'not_subscribed',
            opt_in_level: 'single_opt_in',
            consent_updated_at: null,
          },
    sms_marketing_consent:
      customer.phone === null
        ? null
        : {
            state: 'not_subscribed',
            opt_in_level: 'single_opt_in',
            consent_updated_at: null,
            consent_collected_from: 'OTHER',
          },
    admin_graphql_api_id: gid('Customer', customer.id),
    ...(first === undefined
      ? {}
      : {
          default_address: {
            id: num(first.id),
            customer_id: num(customer.id),
            ...addressPayload(first),
            default: true,
          },
        }),
  };
}
