import type { PlatformName } from '../shared/ids';
import { contentOf } from './content';
import type { CanonicalOrder, OrderDigest } from './order';
import type { OrderExtras } from './order-parts';
import { extrasVersion, orderVersion } from './version';

/** A whole order, read for merging: what it says, the hash of that, and the versions by which it wins or loses. */

export type Versioned<T> = { value: T; version: string };
export type WholeOrder = {
  platform: PlatformName;
  toldAt: string | null;
  order: CanonicalOrder;
  version: string;
  hash: string;
  extras: Versioned<OrderExtras> | null;
};

export type Hash = (text: string) => string;

/** A whole order with its hash and versions. */
export function readWhole(
  platform: PlatformName,
  order: CanonicalOrder,
  hash: Hash,
  toldAt: string | null = null,
  digest: OrderDigest = digestOf(order, hash, toldAt),
): WholeOrder {
  const { extrasVersion } = digest;
  const extras =
    order.extras === null || extrasVersion === null ? null : { value: order.extras, version: extrasVersion };
  return { platform, toldAt, order, hash: digest.hash, version: digest.version, extras };
}

/** The hash and the versions of a whole order. */
export function digestOf(order: CanonicalOrder, hash: Hash, toldAt: string | null): OrderDigest {
  const core = order.extras === null ? order : { ...order, extras: null };
  const digest = hash(contentOf.order(core));
  return {
    hash: digest,
    version: orderVersion(order, digest, toldAt),
    extrasVersion: order.extras && extrasVersion(order, hash(contentOf.extras(order.extras)), toldAt),
  };
}
