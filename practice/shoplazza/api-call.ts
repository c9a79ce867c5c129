import type { Dialect } from './dialect';
import type { Platform, Room } from './platform';

/** What an API call is answered from. `undefined`: there is no such address; `null`: there is no such thing. */
export type ApiCall = {
  platform: Platform;
  room: Room;
  dialect: Dialect;
  method: string;
  /** behind the version: ['orders', '17'] */
  path: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
};
/** with `refused`, the words of a 422 */
export type ApiAnswer = { status?: number; data: unknown } | { refused: string } | null | undefined;

/**
 * A page of a list. The cursor counts places, the least that a platform may do: who changes the list while it is walked
 * shifts them.
 */
export function pageOf<T>(call: ApiCall, all: T[], name: string, view: (one: T) => unknown): ApiAnswer {
  const { query, dialect } = call;
  const size = Math.min(250, Number(query.get('page_size') ?? query.get('per_page') ?? query.get('limit') ?? 10));
  const from = dialect === 'old' ? (Number(query.get('page') ?? 1) - 1) * size : placeIn(query.get('cursor'));
  const items = all.slice(from, from + size);
  // The older dialect says neither where the next page begins nor whether there is one.
  const rest = dialect === 'old' ? {} : { cursor: placeAfter(from + items.length), has_more: from + size < all.length };
  return { data: { [name]: items.map(view), ...rest } };
}

function placeIn(cursor: string | null): number {
  return cursor ? Number(Buffer.from(cursor, 'base64url').toString().replace('place:', '')) || 0 : 0;
}

function placeAfter(place: number): string {
  return Buffer.from(`place:${place}`).toString('base64url');
}

/** `ids=1&ids=2` or, in the older dialect, `ids=1,2`. */
export function listIn(query: URLSearchParams, name: string): string[] | null {
  return query.has(name) ? query.getAll(name).flatMap((one) => one.split(',')) : null;
}

/** True when the stamp lies within `{name}_min` and `{name}_max`. */
export function isWithin(query: URLSearchParams, name: string, stamp: string): boolean {
  const at = Date.parse(stamp);
  const [min, max] = [query.get(`${name}_min`), query.get(`${name}_max`)];
  return (min === null || at >= Date.parse(min)) && (max === null || at <= Date.parse(max));
}
