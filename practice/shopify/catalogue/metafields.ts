import { refuse } from '../graphql/context';
import { namespaceOf } from '../graphql/metafield-view';
import type { Args } from '../graphql/view';
import type { MetafieldDoc } from '../ledger/store';
import type { StoreRoom } from '../store-room';

/** metafieldsSet: all of them or none. */
export function setMetafields(room: StoreRoom, given: Args[]): MetafieldDoc[] {
  if (given.length > 25)
    refuse(['metafields'], 'Exceeded the maximum metafields input limit of 25.', 'LESS_THAN_OR_EQUAL_TO');
  const now = room.stamp();
  const shelf = room.shelf('metafield');
  const all = given.map((one, index): MetafieldDoc => {
    const field = ['metafields', String(index)];
    const namespace = namespaceOf(room, one.namespace);
    const id = `${one.ownerId}|${namespace}|${one.key}`;
    const before = shelf.get(id);
    const type = one.type ?? before?.type;
    if (!type) return refuse([...field, 'type'], "Type can't be blank", 'BLANK');
    if (typeof one.value !== 'string' || one.value === '')
      return refuse([...field, 'value'], "Value can't be blank.", 'BLANK');
    if (String(one.key).length < 2)
      return refuse([...field, 'key'], 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
    if (type === 'json' || type.startsWith('list.')) {
      try {
        JSON.parse(one.value);
      } catch {
        return refuse([...field, 'value'], 'Value is invalid JSON.', 'INVALID_VALUE');
      }
    }
    return {
      id,
      metafieldId: before?.metafieldId ?? room.nextId(),
      ownerGid: one.ownerId,
      namespace,
      key: one.key,
      type,
      value: one.value,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
  });
  for (const one of all) shelf.put(one);
  return all;
}

/** metafieldsDelete: what is gone, null for what was not there. */
export function deleteMetafields(
  room: StoreRoom,
  given: Args[],
): ({ ownerId: string; namespace: string; key: string } | null)[] {
  return given.map((one) => {
    const namespace = namespaceOf(room, one.namespace);
    const id = `${one.ownerId}|${namespace}|${one.key}`;
    if (room.shelf('metafield').get(id) === null) return null;
    room.shelf('metafield').remove(id);
    return { ownerId: one.ownerId, namespace, key: one.key };
  });
}
