/** Where a list goes on: by a cursor, or, in the older dialect, by counting pages. */
export type Position = { cursor?: string; page?: number };

/** The words for a page of a list: each dialect knows one of the two sizes. */
export function sized(size: number, position: Position = {}): Record<string, string | number> {
  return { page_size: size, per_page: size, limit: size, ...position };
}

/**
 * Where the next page begins; null behind the last one. A cursor that stands still is the end. The older dialect names neither
 * cursor nor end: a page that is not full is the last.
 * @param count how many things the page had
 */
export function positionAfter(
  reply: Record<string, unknown> | null,
  before: Position,
  count: number,
  size: number,
): Position | null {
  const { cursor, has_more: hasMore } = reply ?? {};
  if (hasMore === false || count === 0) return null;
  if (typeof cursor === 'string' && cursor !== '') return cursor === before.cursor ? null : { cursor };
  if (cursor !== undefined || hasMore !== undefined) return null;
  return count < size ? null : { page: (before.page ?? 1) + 1 };
}
