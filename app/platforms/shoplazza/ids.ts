import { field, maybe, type Reader } from '../fields';

/** An id as Shoplazza writes one: a UUID, digits, or "11218-00000001"; never a number, some have too many digits. */
const readId: Reader<string> = (value, refuse) =>
  typeof value === 'string' && /^[\w-]{1,100}$/.test(value) ? value : refuse('is not an id');
export const id = field(readId);
/** No id, an empty one included. */
export const maybeId = maybe((value, refuse) => (value === '' ? null : readId(value, refuse)));
