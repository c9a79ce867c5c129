import type { Sql } from '../../db/client.server';
import { customersTable } from '../orders/fact-tables';
import { personHashes } from '../orders/person-hash.server';
import type { PersonHashes } from '../orders/rows';
import { upsertRows } from '../orders/write-rows-store.server';
import type { StoreId } from '../shared/ids';
import { sha256 } from '../shared/sha256.server';
import type { ToldCustomer } from './customer';
import { type CustomerRow, customerRow, joinRows } from './customer-row';
import { saveMetrics } from './metrics-store.server';
import { resolveProfiles } from './profile-store.server';

/** Saves what the platform said of customers; only customers with an order are kept. */
export async function saveCustomers(sql: Sql, storeId: StoreId, customers: ToldCustomer[]): Promise<void> {
  if (customers.length === 0) return;
  const ids = customers.map(({ platformCustomerId }) => platformCustomerId);
  const buyers = new Set(await whoBought(sql, storeId, ids));
  const kept = customers.filter(({ platformCustomerId }) => buyers.has(platformCustomerId));
  const written = await writeCustomers(sql, storeId, kept, personHashes());
  const { moved } = await resolveProfiles(sql, storeId, { persons: [], customers: written });
  await saveMetrics(sql, storeId, moved);
}

/** Which of these customers have an order. */
export async function whoBought(sql: Sql, storeId: StoreId, platformCustomerIds: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `select k.id from unnest($2::text[]) as k(id)
      where exists (select from orders o where o.store_id = $1 and o.platform_customer_id = k.id)`,
    [storeId, [...new Set(platformCustomerIds)]],
  );
  return rows.map(({ id }) => id);
}

/** Writes what is newer than the rows of customers, part by part. @returns their platform ids */
export async function writeCustomers(
  sql: Sql,
  storeId: StoreId,
  customers: ToldCustomer[],
  hashes: PersonHashes,
): Promise<string[]> {
  const newest = new Map<string, CustomerRow>();
  for (const customer of customers) {
    const row = customerRow(customer, sha256, hashes);
    const other = newest.get(customer.platformCustomerId);
    newest.set(customer.platformCustomerId, other ? joinRows(other, row) : row);
  }
  // In a fixed order, so that two writers with customers in common do not wait for each other.
  const rows = [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await upsertRows(sql, storeId, customersTable, rows);
  return rows.map((row) => String(row.platform_customer_id));
}
