import { field, maybe, type Reader } from '../fields';

/** An id of either shape, as the bare digits: `5512` or `gid://shopify/Order/5512`. */
const readId: Reader<string> = (value, refuse) => {
  if (typeof value !== 'string') return refuse('is not an id');
  if (/^[\w-]+$/.test(value)) return value;
  return /^(?:gid:\/\/shopify\/\w+\/)?([\w-]+)(\?.*)?$/.exec(value)?.[1] ?? refuse('is not an id');
};
export const id = field(readId);
export const maybeId = maybe(readId);
