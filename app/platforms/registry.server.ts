import type { PlatformName, StoreId } from '../domain/shared/ids';
import { storeIdOf } from '../domain/shared/ids';
import { enqueue } from '../jobs/queue.server';
import { findStore, installStore } from '../tenancy/store.server';
import type { Embed, Platform, Visit } from './platform';
import { shopify } from './shopify/platform.server';
import { shoplazza } from './shoplazza/platform.server';

/** The only place where platforms have names. Everybody else asks here. */
const platforms: Partial<Record<PlatformName, Platform>> = { shopify, shoplazza };

/** Those that know their own visitors come before the one that answers everybody else. */
const embedded = [shoplazza, shopify];

/** The platforms that have a webhook door; the first is the one behind `/webhooks` alone. */
export function webhookPlatforms(): PlatformName[] {
  return Object.values(platforms).flatMap((platform) => (platform.isConfigured() ? [platform.name] : []));
}

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
export type Merchant = Pick<Visit, 'domain' | 'userId' | 'bridge'> & { storeId: StoreId; platform: PlatformName };

/**
 * Says who looks at an embedded page. A store that comes for the first time, or comes back, is installed here
 * and its welcome job asked for.
 * @throws {Response} what the browser must be answered instead of the page; let it pass
 */
export async function authenticateMerchant(request: Request): Promise<Merchant> {
  const { name: platform, embed } = visited(request);
  const { domain, userId, scopes, bridge } = await embed.authenticate(request);
  return { storeId: await admit(platform, { domain, scopes }), platform, domain, userId, bridge };
}

/** Installs a store that lets us in, unless it is here already with the same permissions. */
export async function admit(
  platform: PlatformName,
  { domain, scopes }: Pick<Visit, 'domain' | 'scopes'>,
): Promise<StoreId> {
  const storeId = storeIdOf(platform, domain);
  const known = await findStore(storeId);
  const isHere = known !== null && known.state !== 'uninstalled' && known.installationEpoch > 0;
  const { installedNow } =
    isHere && known.scopes === scopes ? { installedNow: false } : await installStore({ platform, domain, scopes });
  // Asked for again while it never ran: a process may have died between the two.
  if (installedNow || known?.platformStoreId === null) await enqueue('welcome', { storeId });
  return storeId;
}

/** Says which store's storefront a forwarded call comes from; null when no platform signed it. */
export function authenticateStorefront(request: Request): { storeId: StoreId; domain: string } | null {
  for (const { name, embed } of embedded) {
    const call = embed?.readStorefrontCall(request);
    if (call) return { storeId: storeIdOf(name, call.domain), domain: call.domain };
  }
  return null;
}

/** Sets who may frame an HTML answer and that nobody may cache it. Call it for every HTML answer. */
export function documentHeaders(request: Request, headers: Headers): void {
  visited(request).embed.documentHeaders(request, headers);
}

function visited(request: Request): { name: PlatformName; embed: Embed } {
  for (const { name, embed, isConfigured } of embedded) {
    if (embed && isConfigured() && embed.isFor(request)) return { name, embed };
  }
  throw new Error('nobody answers this visitor');
}
