import type { PlatformName, StoreId } from '../domain/shared/ids';
import { enqueue } from '../jobs/queue.server';
import { log } from '../observability/log.server';
import type { StoreApi } from '../platforms/platform';
import { platformOf, webhookPlatforms } from '../platforms/registry.server';
import { listStores } from '../tenancy/store.server';
import { askForSync } from './jobs-store.server';

/** Asks for a look at the webhooks of every connected store whose platform may drop them. */
export async function askToKeepWebhooks(): Promise<void> {
  const asked = webhookPlatforms().filter((name: PlatformName) => platformOf(name).asksForWebhooks);
  if (asked.length === 0) return;
  for (const { id, platform, state } of await listStores())
    if (state === 'active' && asked.includes(platform)) await enqueue('keepWebhooks', { storeId: id });
}

/**
 * Restores what the platform dropped. What happened while nothing was told is then pulled, from where the last pass ended.
 * @returns the topics that were restored
 */
export async function keepWebhooks(storeId: StoreId, api: () => Promise<StoreApi>): Promise<string[]> {
  const restored = await (await api()).keepWebhooks();
  if (restored.length === 0) return [];
  log.warn({ topics: restored }, 'webhooks were asked for again');
  await askForSync(storeId, { kind: 'incremental', trigger: 'silence' });
  return restored;
}
