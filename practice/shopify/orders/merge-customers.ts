import { randomUUID } from 'node:crypto';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { CustomerDoc } from '../ledger/customer';
import { customerPayload } from '../payloads/customer';
import type { StoreRoom } from '../store-room';

/** customerMerge: the second customer stays, with what it lacks from the first; all orders are its own now. */
export function mergeCustomers(
  room: StoreRoom,
  goneId: unknown,
  keptId: unknown,
): { kept: CustomerDoc; jobId: string } {
  const shelf = room.shelf('customer');
  const [gone, before] = [shelf.get(idOf(goneId)), shelf.get(idOf(keptId))];
  if (gone === null) return refuse(['customerOneId'], 'Customer does not exist', 'INVALID_CUSTOMER_ID');
  if (before === null) return refuse(['customerTwoId'], 'Customer does not exist', 'INVALID_CUSTOMER_ID');
  if (gone.id === before.id) refuse(['customerTwoId'], 'Customers must be different', 'INVALID_CUSTOMER_ID');
  const kept: CustomerDoc = {
    ...before,
    email: before.email ?? gone.email,
    phone: before.phone ?? gone.phone,
    firstName: before.firstName ?? gone.firstName,
    lastName: before.lastName ?? gone.lastName,
    tags: [...new Set([...before.tags, ...gone.tags])].sort(),
    note: before.note ?? gone.note,
    verifiedEmail: before.email === null ? gone.verifiedEmail : before.verifiedEmail,
    addresses: [...before.addresses, ...gone.addresses],
    updatedAt: room.stamp(),
  };
  shelf.put(kept);
  for (const order of room.ordersOf(gone.id)) {
    const moved = { ...order, customerId: kept.id };
    room.shelf('order').put(moved);
    room.remember(moved);
  }
  shelf.remove(gone.id);
  const jobId = randomUUID();
  room.tell('customers/update', () => customerPayload(room, kept));
  room.tell('customers/merge', () => ({
    admin_graphql_api_customer_kept_id: gid('Customer', kept.id),
    admin_graphql_api_customer_deleted_id: gid('Customer', gone.id),
    admin_graphql_api_job_id: gid('Job', jobId),
    status: 'completed',
    errors: [],
  }));
  return { kept, jobId };
}
