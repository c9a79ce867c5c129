import { createHash } from 'node:crypto';
import { gid } from '../gids';
import type { MetafieldDoc } from '../ledger/store';
import type { StoreRoom } from '../store-room';
import type { Args, View } from './view';

/** `metafield` and `metafields` of anything that has them. */
export function metafieldFields(room: StoreRoom, ownerGid: string): View {
  const of = () =>
    room
      .shelf('metafield')
      .all()
      .filter((one) => one.ownerGid === ownerGid);
  return {
    metafield: (args: Args) => {
      const found = room.shelf('metafield').get(`${ownerGid}|${namespaceOf(room, args.namespace)}|${args.key}`);
      return found === null ? null : metafieldView(found);
    },
    metafields: (args: Args) =>
      of()
        .filter(
          (one) =>
            args.namespace === undefined ||
            args.namespace === null ||
            one.namespace === namespaceOf(room, args.namespace),
        )
        .filter((one) => !Array.isArray(args.keys) || args.keys.includes(`${one.namespace}.${one.key}`))
        .map(metafieldView),
  };
}

/** `$app` and `$app:x` are the app's own reserved namespaces. */
export function namespaceOf(room: StoreRoom, namespace: string | null | undefined): string {
  if (namespace === null || namespace === undefined) return `app--${room.doc().installationId}`;
  return namespace.startsWith('$app')
    ? namespace.replace(/^\$app(:)?/, (_all, colon) => `app--${room.doc().installationId}${colon ? '--' : ''}`)
    : namespace;
}

export function metafieldView(one: MetafieldDoc): View {
  return {
    __typename: 'Metafield',
    id: gid('Metafield', one.metafieldId),
    legacyResourceId: one.metafieldId,
    namespace: one.namespace,
    key: one.key,
    type: one.type,
    value: one.value,
    jsonValue: () => jsonOf(one),
    compareDigest: createHash('sha256').update(one.value).digest('hex'),
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
    description: null,
    ownerType: ownerType(one.ownerGid),
  };
}

function jsonOf(one: MetafieldDoc): unknown {
  if (/^(json|list\.|boolean|number|rating|money|dimension|volume|weight)/.test(one.type)) {
    try {
      return JSON.parse(one.value);
    } catch {
      return one.value;
    }
  }
  return one.value;
}

function ownerType(ownerGid: string): string {
  const types: Record<string, string> = {
    AppInstallation: 'API_PERMISSION',
    Product: 'PRODUCT',
    ProductVariant: 'PRODUCTVARIANT',
    Order: 'ORDER',
    Customer: 'CUSTOMER',
    Collection: 'COLLECTION',
    Shop: 'SHOP',
  };
  return types[ownerGid.split('/')[3] ?? ''] ?? 'SHOP';
}
