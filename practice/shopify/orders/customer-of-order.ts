import { gid, idOf } from '../gids';
import { addressFrom } from '../graphql/address-view';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { CustomerDoc } from '../ledger/customer';
import type { OrderDoc } from '../ledger/order';
import { customerNews } from '../payloads/customer';
import type { StoreRoom } from '../store-room';
import { consentFrom } from './consent';

/** The order's customer: an existing one, or one made or changed with the order; guests have none. */
export function customerForOrder(room: StoreRoom, input: Args, order: OrderDoc): CustomerDoc | null {
  const customers = room.shelf('customer');
  const associated = input.customer?.toAssociate?.id ?? input.customerId;
  if (associated) {
    const found = customers.get(idOf(associated));
    if (found === null) return refuse(['order', 'customer', 'toAssociate', 'id'], 'Customer does not exist', 'INVALID');
    return found;
  }
  const upsert = input.customer?.toUpsert;
  if (!upsert) return null;
  const found = upsert.id
    ? customers.get(idOf(upsert.id))
    : room.findCustomer(upsert.email ?? null, upsert.phone ?? null);
  return saveCustomer(room, found, {
    addresses: order.shippingAddress === null ? [] : [order.shippingAddress],
    ...upsert,
  });
}

/** Makes a customer, or changes what is given of one. */
export function saveCustomer(room: StoreRoom, before: CustomerDoc | null, given: Args): CustomerDoc {
  const now = room.stamp();
  const customer: CustomerDoc =
    before === null
      ? {
          id: room.nextId(),
          email: null,
          phone: null,
          firstName: null,
          lastName: null,
          tags: [],
          note: null,
          locale: 'en',
          state: 'DISABLED',
          taxExempt: false,
          verifiedEmail: true,
          acceptsMarketing: false,
          createdAt: now,
          updatedAt: now,
          addresses: [],
        }
      : structuredClone(before);
  customer.updatedAt = now;
  for (const key of ['email', 'phone', 'firstName', 'lastName', 'note', 'locale', 'taxExempt', 'tags'] as const) {
    if (given[key] !== undefined && given[key] !== null) Object.assign(customer, { [key]: given[key] });
  }
  if (given.emailMarketingConsent) {
    customer.emailConsent = consentFrom(given.emailMarketingConsent, now);
    customer.acceptsMarketing = customer.emailConsent.state === 'SUBSCRIBED';
  }
  if (given.smsMarketingConsent) customer.smsConsent = consentFrom(given.smsMarketingConsent, now);
  if (Array.isArray(given.addresses) && given.addresses.length > 0) {
    customer.addresses = given.addresses.flatMap((one: Args) => {
      const address = addressFrom(one);
      return address === null ? [] : [{ ...address, id: room.nextId() }];
    });
  }
  room.shelf('customer').put(customer);
  room.tell(before === null ? 'customers/create' : 'customers/update', () => customerNews(room, customer));
  tellTags(room, customer.id, before?.tags ?? [], customer.tags);
  return customer;
}

/** customer.tags_added and customer.tags_removed, which have no place in customers/update any more. */
export function tellTags(room: StoreRoom, id: string, before: string[], after: string[]): void {
  const tell = (topic: string, tags: string[]) => {
    if (tags.length === 0) return;
    room.tell(topic, () => ({ customerId: gid('Customer', id), tags, occurredAt: room.stamp() }));
  };
  tell(
    'customer.tags_added',
    after.filter((tag) => !before.includes(tag)),
  );
  tell(
    'customer.tags_removed',
    before.filter((tag) => !after.includes(tag)),
  );
}

/** Whether the customer has shown that the e-mail address is theirs; no mutation of the platform says so. */
export function setVerified(room: StoreRoom, customer: CustomerDoc, verifiedEmail: boolean): void {
  const changed = { ...customer, verifiedEmail, updatedAt: room.stamp() };
  room.shelf('customer').put(changed);
  room.tell('customers/update', () => customerNews(room, changed));
}
