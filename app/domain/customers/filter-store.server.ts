import { normaliseEmail, normalisePhone } from '../orders/person';
import { hexHash } from '../orders/person-hash.server';
import type { StoreId } from '../shared/ids';
import { hashIdentity } from './identity';
import type { CustomerFilter } from './view';

export type CustomerConditions = { where: string[]; worth: string[]; values: unknown[] };

/**
 * What a list of customers is narrowed to, as SQL on `customer_profile p`; `$1` is the store. Conditions on their
 * worth stand apart: numeric does not compare leakproof, so under row-level security the planner may not look at how
 * many have it, and takes them for very few.
 */
export function customerConditions(storeId: StoreId, filter: CustomerFilter): CustomerConditions {
  // A customer whose only orders are tests or deleted is kept and not listed.
  const where = ['p.store_id = $1', 'p.orders > 0'];
  const worth: string[] = [];
  const values: unknown[] = [storeId];
  const add = (condition: (parameter: string) => string, value: unknown, to = where) => {
    if (value === undefined) return;
    values.push(value);
    to.push(condition(`$${values.length}`));
  };
  add((p) => `p.segment = ${p}`, filter.segment);
  add((p) => `p.orders >= ${p}::int`, filter.minOrders);
  add((p) => `p.orders <= ${p}::int`, filter.maxOrders);
  add((p) => `p.net >= ${p}::numeric`, filter.minValue, worth);
  add((p) => `p.net <= ${p}::numeric`, filter.maxValue, worth);
  add((p) => `p.last_order_at >= ${p}::timestamptz`, filter.lastOrderFrom);
  add((p) => `p.last_order_at < ${p}::timestamptz`, filter.lastOrderTo);
  if (filter.hasAddOn !== undefined) where.push(`p.orders_with_add_on ${filter.hasAddOn ? '>' : '='} 0`);
  const search = filter.search?.trim();
  if (search) {
    values.push(identitiesFor(search, filter.searchesPersons ?? true));
    // Looked up by key: the ids are few, and the planner must know it.
    where.push(`p.profile_id = any(array(
      select i.profile_id from customer_identity i where i.store_id = $1 and i.identity = any($${values.length}::text[])
      union select o.profile_id from orders o where o.store_id = $1 and o.email_hash = any(array(
        select decode(substr(e, 7), 'hex') from unnest($${values.length}::text[]) e where e like 'email:%'))))`);
  }
  return { where, worth, values };
}

/** The identities that a search may mean. */
function identitiesFor(search: string, persons: boolean): string[] {
  const email = persons && search.includes('@') ? hexHash(normaliseEmail(search)) : null;
  const phone = persons && /^[+\d][\d\s().-]{5,}$/.test(search) ? hexHash(normalisePhone(search)) : null;
  return [
    `customer:${search}`,
    ...(email ? [hashIdentity('email', email)] : []),
    ...(phone ? [hashIdentity('phone', phone)] : []),
  ];
}
