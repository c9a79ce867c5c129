import type { Sql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { auditIn } from '../tenancy/audit-store.server';
import { markUninstalledIn } from '../tenancy/store.server';

/**
 * The store left, as the drain found out: tokens go at once, data waits for the platform's erasure request.
 * News that is older than the present installation changes nothing.
 * @param at when the platform says that it happened; when it came to us, if it does not say
 */
export async function receiveUninstalled(
  sql: Sql,
  storeId: StoreId,
  at: Date,
): Promise<'left' | 'older-than-installation'> {
  if (!(await markUninstalledIn(sql, storeId, at))) return 'older-than-installation';
  await auditIn(sql, storeId, { actor: 'platform', action: 'store.uninstalled', detail: { at: at.toISOString() } });
  return 'left';
}
