import { randomUUID } from 'node:crypto';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args, View } from '../graphql/view';
import type { CustomerDoc } from '../ledger/customer';
import { customerNews } from '../payloads/customer';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder } from './change';
import { tellTags } from './customer-of-order';

const merges = new WeakMap<StoreRoom, Map<string, string>>();

/** customerMerge: two become one, who has the orders, addresses and metafields of both. */
export function mergeCustomers(room: StoreRoom, args: Args): { keptId: string; jobId: string } {
  const shelf = room.shelf('customer');
  const [one, two] = (['customerOneId', 'customerTwoId'] as const).map((field) => {
    const id = idOf(args[field]);
    return shelf.get(id) ?? refuse([field], `Customer does not exist with ID ${id}`, 'INVALID_CUSTOMER_ID');
  }) as [CustomerDoc, CustomerDoc];
  if (one.id === two.id) refuse(null, 'Customers IDs should not match', 'INVALID_CUSTOMER_ID');
  const override: Args = args.overrideFields ?? {};
  const before = keptOf(one, two, override);
  const gone = before.id === one.id ? two : one;
  const kept = joined(before, gone, override, room.stamp());
  shelf.put(kept);
  const orders = room.ordersOf(gone.id);
  shelf.remove(gone.id);
  moveMetafields(room, gone, kept);
  const jobId = randomUUID();
  const done = merges.get(room) ?? new Map<string, string>();
  merges.set(room, done.set(jobId, kept.id));
  room.tell('customers/merge', () => ({
    admin_graphql_api_customer_kept_id: gid('Customer', kept.id),
    admin_graphql_api_customer_deleted_id: gid('Customer', gone.id),
    admin_graphql_api_job_id: gid('Job', jobId),
    status: 'completed',
    errors: [],
  }));
  room.tell('customers/update', () => customerNews(room, kept));
  tellTags(room, kept.id, before.tags, kept.tags);
  for (const { id } of orders) {
    const order = orderToChange(room, id, ['customerOneId']);
    order.customerId = kept.id;
    // as recorded: the order shows the address of the one who stays
    if (order.email === gone.email) order.email = kept.email;
    saveOrder(room, order);
  }
  return { keptId: kept.id, jobId };
}

/** customerMergeJobStatus */
export function mergeOf(room: StoreRoom, jobId: unknown): View | null {
  const keptId = merges.get(room)?.get(idOf(jobId));
  if (keptId === undefined) return null;
  return {
    jobId: gid('Job', idOf(jobId)),
    resultingCustomerId: gid('Customer', keptId),
    status: 'COMPLETED',
    customerMergeErrors: [],
  };
}

/** Who stays: the one whose e-mail is to be kept, else the only one with an e-mail, else the better account. */
function keptOf(one: CustomerDoc, two: CustomerDoc, override: Args): CustomerDoc {
  const wanted = override.customerIdOfEmailToKeep;
  if (wanted) {
    const kept = [one, two].find((customer) => customer.id === idOf(wanted) && customer.email !== null);
    return kept ?? refuse(['overrideFields'], 'The email to keep is not valid', 'OVERRIDE_ATTRIBUTE_INVALID');
  }
  if ((one.email === null) !== (two.email === null)) return one.email === null ? two : one;
  const rank = (customer: CustomerDoc) => ['ENABLED', 'INVITED'].indexOf(customer.state);
  const [a, b] = [rank(one), rank(two)];
  if (a === b) return two;
  return a !== -1 && (b === -1 || a < b) ? one : two;
}

function joined(kept: CustomerDoc, gone: CustomerDoc, override: Args, now: string): CustomerDoc {
  const pick = <K extends 'firstName' | 'lastName' | 'phone'>(key: K, wanted: unknown): CustomerDoc[K] =>
    wanted && idOf(wanted) === gone.id ? gone[key] : (kept[key] ?? gone[key]);
  const phone = pick('phone', override.customerIdOfPhoneNumberToKeep);
  const addresses = [...kept.addresses, ...gone.addresses];
  const theirs = idOf(override.customerIdOfDefaultAddressToKeep ?? kept.id) === gone.id ? gone : kept;
  const first = theirs.addresses[0];
  return {
    ...kept,
    email: kept.email ?? gone.email,
    phone,
    smsConsent: (phone === kept.phone ? kept : gone).smsConsent ?? null,
    firstName: pick('firstName', override.customerIdOfFirstNameToKeep),
    lastName: pick('lastName', override.customerIdOfLastNameToKeep),
    note: override.note ?? ([kept.note, gone.note].filter(Boolean).join(' ') || null),
    tags: [...new Set<string>(override.tags ?? [...kept.tags, ...gone.tags])].sort(),
    addresses: first === undefined ? addresses : [first, ...addresses.filter((address) => address !== first)],
    updatedAt: now,
  };
}

/** Metafields of both; where both have the same one, that of the customer who stays. */
function moveMetafields(room: StoreRoom, gone: CustomerDoc, kept: CustomerDoc): void {
  const shelf = room.shelf('metafield');
  const [from, to] = [gid('Customer', gone.id), gid('Customer', kept.id)];
  for (const one of shelf.all().filter((field) => field.ownerGid === from)) {
    const id = `${to}|${one.namespace}|${one.key}`;
    if (shelf.get(id) === null) shelf.put({ ...one, id, ownerGid: to });
    shelf.remove(one.id);
  }
}
