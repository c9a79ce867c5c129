import type { PlatformName, StoreId } from '../domain/shared/ids';
import { storeIdOf } from '../domain/shared/ids';
import { enqueue } from '../jobs/queue.server';
import { findStore, installStore } from '../tenancy/store.server';
import type { Platform } from './platform';
import { readProxyCall } from './shopify/app-proxy.server';
import { authenticateVisit } from './shopify/authenticate.server';
import { documentHeaders as shopifyDocumentHeaders } from './shopify/document-headers.server';
import { shopify } from './shopify/platform.server';

/** The only place where platforms have names. Everybody else asks here. */
const platforms: Partial<Record<PlatformName, Platform>> = { shopify };

/** The platforms that have a webhook door. */
export const webhookPlatforms: PlatformName[] = ['shopify'];

/**
 * The adapter of a platform.
 * @throws {Error} when there is none yet
 */
export function platformOf(name: PlatformName): Platform {
  const platform = platforms[name];
  if (!platform) throw new Error(`there is no adapter for ${name}`);
  return platform;
}

/** A member of a store's staff who looks at the embedded pages, proven by the platform's token. */
export type Merchant = {
  storeId: StoreId;
  platform: PlatformName;
  domain: string;
  userId: string | null;
  bridge: { apiKey: string; scriptUrl: string };
};

/**
 * Says who looks at an embedded page. A store that comes for the first time, or comes back, is installed here
 * and its welcome job asked for.
 * @throws {Response} what the browser must be answered instead of the page; let it pass
 */
export async function authenticateMerchant(request: Request): Promise<Merchant> {
  const { domain, userId, scopes, bridge } = await authenticateVisit(request);
  const storeId = storeIdOf('shopify', domain);
  const known = await findStore(storeId);
  const isHere = known !== null && known.state !== 'uninstalled' && known.installationEpoch > 0;
  const { installedNow } =
    isHere && known.scopes === scopes
      ? { installedNow: false }
      : await installStore({ platform: 'shopify', domain, scopes });
  // Asked for again while it never ran: a process may have died between the two.
  if (installedNow || known?.platformStoreId === null) await enqueue('welcome', { storeId });
  return { storeId, platform: 'shopify', domain, userId, bridge };
}

/** Says which store's storefront a forwarded call comes from; null when the platform did not sign it. */
export function authenticateStorefront(request: Request): { storeId: StoreId; domain: string } | null {
  const call = readProxyCall(request);
  return call && { storeId: storeIdOf('shopify', call.domain), domain: call.domain };
}

/** Sets who may frame an HTML answer and that nobody may cache it. Call it for every HTML answer. */
export function documentHeaders(request: Request, headers: Headers): void {
  shopifyDocumentHeaders(request, headers);
}
