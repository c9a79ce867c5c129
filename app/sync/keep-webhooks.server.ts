import { oneAtATime } from '../db/one-at-a-time.server';
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

/** Two looks at once would each find a topic missing and ask for it: everything would come twice. */
const looking = {
  name: 'webhooks',
  busy: 'The webhooks of this store are being looked at. This goes on when that is done.',
};

/**
 * Has the platform tell us again what it no longer tells.
 * @returns the topics that were restored
 */
export function restoreWebhooks(storeId: StoreId, api: StoreApi): Promise<string[]> {
  return oneAtATime(storeId, looking, async () => {
    const restored = await api.keepWebhooks();
    if (restored.length > 0) log.warn({ topics: restored }, 'webhooks were asked for again');
    return restored;
  });
}

/**
 * Restores what the platform dropped. What happened while nothing was told is then pulled, from where the last pass ended.
 * @returns the topics that were restored
 */
export async function keepWebhooks(storeId: StoreId, api: () => Promise<StoreApi>): Promise<string[]> {
  const restored = await restoreWebhooks(storeId, await api());
  if (restored.length > 0) await askForSync(storeId, { kind: 'incremental', trigger: 'silence' });
  return restored;
}
