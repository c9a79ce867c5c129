import type { PlatformName, StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { StoreApi } from '../platforms/platform';
import { platformOf, webhookPlatforms } from '../platforms/registry.server';
import { askForSync } from './jobs-store.server';
import { askForLooks } from './keep-webhooks-store.server';

/** Asks for a look at the webhooks of every connected store whose platform may drop them. */
export async function askToKeepWebhooks(): Promise<void> {
  const asked = webhookPlatforms().filter((name: PlatformName) => platformOf(name).asksForWebhooks);
  if (asked.length > 0) await askForLooks(asked);
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
