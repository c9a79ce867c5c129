import { GraphQLError } from 'graphql';
import type { Args, View } from './view';

/** A page of `items` by the platform's arguments. Cursors name the item, so a list may change between pages. */
export function connectionOf(items: readonly View[], args: Args, unlimited: boolean): View {
  const all = args.reverse === true ? [...items].reverse() : items;
  const first: number | null = args.first ?? null;
  const last: number | null = args.last ?? null;
  if (first === null && last === null && !unlimited) {
    throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } });
  }
  for (const size of [first, last]) {
    if (size !== null && (size < 0 || size > 250)) {
      throw new GraphQLError(`first or last must be between 0 and 250, but was ${size}`, {
        extensions: { code: 'BAD_REQUEST' },
      });
    }
  }
  let from = 0;
  let to = all.length;
  if (typeof args.after === 'string') from = positionOf(all, args.after) + 1;
  if (typeof args.before === 'string') to = positionOf(all, args.before);
  if (first !== null) to = Math.min(to, from + first);
  else if (last !== null) from = Math.max(from, to - last);
  const page = all.slice(from, to);
  const edges = page.map((node, index) => ({ node, cursor: cursorOf(node, from + index) }));
  return {
    nodes: page,
    edges,
    pageInfo: {
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cursorOf(node: View, index: number): string {
  return Buffer.from(JSON.stringify({ last_id: node.id ?? null, at: index })).toString('base64');
}

function positionOf(all: readonly View[], cursor: string): number {
  const { last_id: id, at } = readCursor(cursor);
  if (typeof id !== 'string') return at ?? -1;
  // usually the item is still where it was
  if (typeof at === 'number' && all[at]?.id === id) return at;
  const found = all.findIndex((one) => one.id === id);
  return found === -1 ? (at ?? all.length) - 1 : found;
}

export function readCursor(cursor: string): { last_id?: string | null; last_value?: string; at?: number } {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
  } catch {
    throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'INVALID_CURSOR' } });
  }
}

/**
 * A page of documents of a shelf, sorted by a value and then by id; the cursor carries both, so that a
 * document which changes its place between two pages is neither repeated by force nor hides others.
 */
export function rootConnection<T extends { id: string }>(options: {
  docs: () => T[];
  sortValue: (doc: T) => string;
  compare: (a: string, b: string) => number;
  view: (doc: T) => View;
  args: Args;
  range: { from: number; to: number; memo: Map<string, unknown> } | null;
}): View {
  const { args, sortValue, compare } = options;
  const direction = args.reverse === true ? -1 : 1;
  const byPlace = (a: { value: string; id: string }, b: { value: string; id: string }) =>
    direction * (compare(a.value, b.value) || compare(a.id, b.id));
  const place = () =>
    options
      .docs()
      .map((doc) => ({ doc, value: sortValue(doc), id: doc.id }))
      .sort(byPlace);
  if (options.range !== null) {
    // a bulk operation reads in parts: filtered and sorted once
    const memo = options.range.memo as Map<string, ReturnType<typeof place>>;
    const all = memo.get('placed') ?? place();
    memo.set('placed', all);
    const part = all.slice(options.range.from, options.range.to);
    return {
      nodes: part.map((one) => options.view(one.doc)),
      edges: part.map((one) => ({ node: options.view(one.doc) })),
    };
  }
  const placed = place();
  const { first = null, last = null } = args as { first?: number | null; last?: number | null };
  if (first === null && last === null) {
    throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } });
  }
  if ((first ?? last ?? 0) > 250 || (first ?? last ?? 0) < 0) {
    throw new GraphQLError('first or last must be between 0 and 250', { extensions: { code: 'BAD_REQUEST' } });
  }
  let from = 0;
  let to = placed.length;
  if (typeof args.after === 'string') {
    const at = placeOf(args.after);
    const found = placed.findIndex((one) => byPlace(one, at) > 0);
    from = found === -1 ? placed.length : found;
  }
  if (typeof args.before === 'string') {
    const at = placeOf(args.before);
    const found = placed.findIndex((one) => byPlace(one, at) >= 0);
    to = found === -1 ? placed.length : found;
  }
  if (first !== null) to = Math.min(to, from + first);
  else if (last !== null) from = Math.max(from, to - last);
  const edges = placed.slice(from, to).map((one) => ({
    node: options.view(one.doc),
    cursor: Buffer.from(JSON.stringify({ last_id: one.id, last_value: one.value })).toString('base64'),
  }));
  return {
    nodes: edges.map((edge) => edge.node),
    edges,
    pageInfo: {
      hasNextPage: to < placed.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function placeOf(cursor: string): { value: string; id: string } {
  const { last_id: id, last_value: value } = readCursor(cursor);
  if (typeof id !== 'string' || typeof value !== 'string') {
    throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'INVALID_CURSOR' } });
  }
  return { value, id };
}
