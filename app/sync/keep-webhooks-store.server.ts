import { withSystem } from '../db/client.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';

/** Has the webhooks of every connected store of these platforms looked at: two statements, however many stores there are. */
export async function askForLooks(platforms: PlatformName[]): Promise<void> {
  await withSystem(async (sql) => {
    const stores = await sql<{ storeId: StoreId }>(
      `select id as "storeId" from store where state = 'active' and platform = any($1)`,
      [platforms],
    );
    await enqueueIn(sql, 'keepWebhooks', stores);
  });
}
