import { exact } from '../../money';
import { gid } from '../gids';
import type { ConsentDoc, CustomerDoc } from '../ledger/customer';
import { emailConsentOf, smsConsentOf } from '../orders/consent';
import { totalsOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { addressView, nameOf } from './address-view';
import { metafieldFields } from './metafield-view';
import { link, money, type View } from './view';

export function customerView(room: StoreRoom, customer: CustomerDoc): View {
  const id = gid('Customer', customer.id);
  const orders = () => room.ordersOf(customer.id);
  const addresses = customer.addresses.map((one) => addressView(one, one.id));
  const [email, sms] = [emailConsentOf(customer), smsConsentOf(customer)];
  return {
    __typename: 'Customer',
    id,
    legacyResourceId: customer.id,
    email: customer.email,
    phone: customer.phone,
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: nameOf(customer) ?? customer.email ?? customer.phone ?? 'Customer',
    tags: customer.tags,
    note: customer.note,
    locale: customer.locale,
    state: customer.state,
    taxExempt: customer.taxExempt,
    taxExemptions: [],
    verifiedEmail: customer.verifiedEmail,
    validEmailAddress: customer.email !== null,
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
    canDelete: () => orders().length === 0,
    dataSaleOptOut: false,
    defaultEmailAddress:
      customer.email === null
        ? null
        : { emailAddress: customer.email, validFormat: true, ...consentFields(email, 'marketingUpdatedAt') },
    defaultPhoneNumber:
      customer.phone === null
        ? null
        : {
            phoneNumber: customer.phone,
            marketingCollectedFrom: 'OTHER',
            ...consentFields(sms, 'marketingUpdatedAt'),
          },
    emailMarketingConsent: consentFields(email, 'consentUpdatedAt'),
    smsMarketingConsent: sms && { consentCollectedFrom: 'OTHER', ...consentFields(sms, 'consentUpdatedAt') },
    addresses,
    addressesV2: addresses,
    defaultAddress: addresses[0] ?? null,
    numberOfOrders: () => String(orders().length),
    amountSpent: () => money(spentBy(room, customer.id), room.doc().currency),
    orders: () => orders().map((one) => link('Order', one.id)),
    lastOrder: () => {
      const last = orders().at(-1);
      return last === undefined ? null : link('Order', last.id);
    },
    ...metafieldFields(room, id),
  };
}

/** A consent, with the name that its moment has there. */
function consentFields(consent: ConsentDoc | null, moment: string): View | null {
  if (consent === null) return null;
  return { marketingState: consent.state, marketingOptInLevel: consent.level, [moment]: consent.updatedAt };
}

/** Paid less paid back, over the customer's orders. */
export function spentBy(room: StoreRoom, customerId: string): string {
  return room
    .ordersOf(customerId)
    .filter((order) => order.cancelledAt === null)
    .reduce((sum, order) => sum.plus(totalsOf(order).netPayment.shop), exact(0))
    .toFixed();
}
