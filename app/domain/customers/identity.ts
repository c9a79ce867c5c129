import { v5 } from 'uuid';
import type { StoreId } from '../shared/ids';

/**
 * Who is who, inside one store. Orders and platform customers are known under identities; links join identities
 * that belong to one person; all that hang together are one profile. The profile's id follows from its smallest
 * identity, so whatever order the news comes in, the same identities and links give the same profiles.
 */

declare const identityBrand: unique symbol;
/** `customer:<platform id>`, `email:<hash>` or `phone:<hash>`, the hashes keyed, in hex. */
export type Identity = string & { readonly [identityBrand]: true };
export type Link = { a: Identity; b: Identity };
export type ProfileId = string;

export function customerIdentity(platformCustomerId: string): Identity {
  return `customer:${platformCustomerId}` as Identity;
}

/** @param hash as PostgreSQL writes bytea, `\\x...`, or hex alone */
export function hashIdentity(kind: 'email' | 'phone', hash: string): Identity {
  return `${kind}:${hash.replace(/^\\x/, '')}` as Identity;
}

/**
 * Under which identity an order counts: the platform's customer, else the e-mail address, else the phone number.
 * Null: nothing says who it was (a sale over the counter).
 */
export function identityOf(order: {
  platformCustomerId: string | null;
  emailHash: string | null;
  phoneHash: string | null;
}): Identity | null {
  if (order.platformCustomerId !== null) return customerIdentity(order.platformCustomerId);
  if (order.emailHash !== null) return hashIdentity('email', order.emailHash);
  return order.phoneHash === null ? null : hashIdentity('phone', order.phoneHash);
}

/** The profile of each identity, after all links. */
export function profilesOf(
  storeId: StoreId,
  identities: Iterable<Identity>,
  links: Iterable<Link>,
): Map<Identity, ProfileId> {
  const parents = new Map<Identity, Identity>();
  const rootOf = (identity: Identity): Identity => {
    let root = identity;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    return root;
  };
  const join = (a: Identity, b: Identity) => {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first === second) return;
    // The smaller one leads, so the root of a group is its smallest identity.
    if (isSmaller(first, second)) parents.set(second, first);
    else parents.set(first, second);
  };
  const all = new Set(identities);
  for (const { a, b } of links) {
    all.add(a);
    all.add(b);
    join(a, b);
  }
  const ids = new Map<Identity, ProfileId>();
  return new Map(
    [...all].map((identity) => {
      const root = rootOf(identity);
      const id = ids.get(root) ?? profileIdOf(storeId, root);
      ids.set(root, id);
      return [identity, id];
    }),
  );
}

function profileIdOf(storeId: StoreId, smallest: Identity): ProfileId {
  return v5(smallest, storeId);
}

/** Platform customers lead, then e-mail addresses, then phone numbers; the alphabet knows that order. */
function isSmaller(a: Identity, b: Identity): boolean {
  return a < b;
}
