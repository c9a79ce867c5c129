import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { CollectionDoc } from '../ledger/product';
import { collectionPayload } from '../payloads/product';
import type { StoreRoom } from '../store-room';
import { slug } from './products';

export function createCollection(room: StoreRoom, given: Args): CollectionDoc {
  if (!given.title) refuse(['input', 'title'], "Title can't be blank");
  const wanted = given.handle ?? slug(given.title);
  const taken = new Set(
    room
      .shelf('collection')
      .all()
      .map((one) => one.handle),
  );
  let handle = wanted;
  for (let count = 1; taken.has(handle); count += 1) handle = `${wanted}-${count}`;
  const one: CollectionDoc = {
    id: room.nextId(),
    title: given.title,
    handle,
    descriptionHtml: given.descriptionHtml ?? '',
    imageUrl: given.image?.src ?? null,
    updatedAt: room.stamp(),
    productIds: (given.products ?? []).map(idOf),
    publicationIds: room.doc().publications.map((x) => x.id),
  };
  room.shelf('collection').put(one);
  room.tell('collections/create', () => collectionPayload(room, one));
  return one;
}

export function changeMembers(
  room: StoreRoom,
  id: unknown,
  productIds: unknown[],
  change: 'add' | 'remove',
): CollectionDoc {
  const before = room.shelf('collection').get(idOf(id));
  if (before === null) return refuse(['id'], 'Collection does not exist');
  const ids = productIds.map(idOf);
  const one: CollectionDoc = {
    ...before,
    updatedAt: room.stamp(),
    productIds:
      change === 'add'
        ? [...new Set([...before.productIds, ...ids])]
        : before.productIds.filter((productId) => !ids.includes(productId)),
  };
  room.shelf('collection').put(one);
  room.tell('collections/update', () => collectionPayload(room, one));
  return one;
}
