import { gid } from '../gids';
import { spentBy } from '../graphql/customer-view';
import type { ConsentDoc, CustomerDoc } from '../ledger/customer';
import { emailConsentOf, smsConsentOf } from '../orders/consent';
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
    email_marketing_consent: consentPayload(room, emailConsentOf(customer)),
    sms_marketing_consent: smsPayload(room, customer),
    admin_graphql_api_id: gid('Customer', customer.id),
    ...(first === undefined ? {} : { default_address: customerAddressPayload(customer, first, true) }),
  };
}

/** A customer alone, as customers/create and customers/update carry it: with every address. */
export function customerNews(room: StoreRoom, customer: CustomerDoc) {
  return {
    ...customerPayload(room, customer),
    addresses: customer.addresses.map((one, index) => customerAddressPayload(customer, one, index === 0)),
  };
}

export function purchasesPayload(room: StoreRoom, customerId: string) {
  const orders = room.ordersOf(customerId);
  const last = orders.at(-1);
  return {
    customerId: gid('Customer', customerId),
    numberOfOrders: orders.length,
    amountSpent: { amount: spentBy(room, customerId), currencyCode: room.doc().currency },
    lastOrderId: last === undefined ? null : gid('Order', last.id),
    occurredAt: room.stamp(),
  };
}

export function consentPayload(room: StoreRoom, consent: ConsentDoc | null) {
  if (consent === null) return null;
  return {
    state: consent.state.toLowerCase(),
    opt_in_level: consent.level.toLowerCase(),
    consent_updated_at: localTime(room, consent.updatedAt),
  };
}

export function smsPayload(room: StoreRoom, customer: CustomerDoc) {
  const consent = consentPayload(room, smsConsentOf(customer));
  return consent === null ? null : { ...consent, consent_collected_from: 'OTHER' };
}

function customerAddressPayload(customer: CustomerDoc, one: CustomerDoc['addresses'][number], first: boolean) {
  const address = addressPayload(one);
  return {
    id: num(one.id),
    customer_id: num(customer.id),
    ...address,
    country_name: address?.country ?? null,
    default: first,
  };
}
