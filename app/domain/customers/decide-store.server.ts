import { type Sql, withTenantSql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { customerIdentity, type Identity } from './identity';
import { saveMetrics } from './metrics-store.server';
import { settleIdentities, takeTurn } from './profile-store.server';

/** Joining and parting by decision: the platform's merges, and what a person decides about doubtful matches. */

export type LinkState = 'proposed' | 'active' | 'rejected';
export type LinkKey = { a: string; b: string; kind: string };

/** The platform made one customer of two; the link can be taken back like any other. */
export async function mergeCustomers(sql: Sql, storeId: StoreId, goneId: string, keptId: string): Promise<void> {
  if (goneId === keptId) return;
  await takeTurn(sql, storeId);
  const [a, b] = [customerIdentity(goneId), customerIdentity(keptId)].sort();
  await sql(
    `insert into customer_link (store_id, a, b, kind, state, decided_by, decided_at)
      values ($1, $2, $3, 'platform_merge', 'active', 'platform', now()) on conflict do nothing`,
    [storeId, a, b],
  );
  await settle(sql, storeId, [a, b]);
}

/**
 * Accepts a doubtful match, rejects it, or takes a decision back.
 * @returns false when there is no such link
 */
export function decideLink(
  storeId: StoreId,
  { a, b, kind }: LinkKey,
  decision: 'accept' | 'reject',
  decidedBy: string,
): Promise<boolean> {
  return withTenantSql(storeId, async (sql) => {
    await takeTurn(sql, storeId);
    const rows = await sql(
      `update customer_link set state = $5, decided_by = $6, decided_at = now()
        where store_id = $1 and a = $2 and b = $3 and kind = $4 returning 1 as one`,
      [storeId, a, b, kind, decision === 'accept' ? 'active' : 'rejected', decidedBy],
    );
    if (rows.length === 0) return false;
    await settle(sql, storeId, [a, b] as Identity[]);
    return true;
  });
}

async function settle(sql: Sql, storeId: StoreId, identities: (Identity | undefined)[]): Promise<void> {
  const { moved } = await settleIdentities(sql, storeId, new Set(identities.filter((one) => one !== undefined)));
  await saveMetrics(sql, storeId, moved);
}
