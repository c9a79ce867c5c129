import { withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';

/** Deliveries can come before the installation is through; they waited for it and are due now. */
export async function wakeEarlyEntries(storeId: StoreId): Promise<void> {
  await withTenantSql(storeId, async (sql) => {
    await sql(
      `update inbox_entry set next_attempt_at = null
       where store_id = $1 and state = 'failed' and reason_class = 'unknown-store'`,
      [storeId],
    );
    await enqueueIn(sql, 'drain', [{ storeId }]);
  });
}
