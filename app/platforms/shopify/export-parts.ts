import type { ExportPart } from '../platform';

/** How an export is cut into parts that the platform works on at the same time. */

/**
 * Shopify runs five bulk operations of an app in one store. A history takes four: the fifth is for the passes and
 * proofs that come meanwhile.
 */
export const mostParts = 4;
/** Fewer orders than this are one operation's work: it takes minutes, and cutting costs questions. */
export const ordersInPart = 25_000;

/** How many orders had been created before a moment. */
export type Sample = { at: Date; before: number };

export function wholePart(): ExportPart {
  return { from: null, to: null, operation: null, read: 0, isRead: false };
}

/**
 * Cuts time so that every part has about as many orders; between two samples they are taken to be spread evenly.
 * Together the parts are all of time, and no moment is in two of them.
 * @param samples in order of time: the first has no order before it, the last has all of them
 */
export function cutIntoParts(samples: Sample[], parts: number): ExportPart[] {
  const all = samples.at(-1)?.before ?? 0;
  const bounds = new Set<string>();
  for (let part = 1; part < parts; part++) {
    const wanted = (all * part) / parts;
    const next = samples.findIndex(({ before }) => before > wanted);
    const [a, b] = [samples[next - 1], samples[next]];
    if (!a || !b) continue;
    const share = (wanted - a.before) / (b.before - a.before);
    bounds.add(wholeSecond(a.at.getTime() + share * (b.at.getTime() - a.at.getTime())));
  }
  const cuts = [null, ...bounds, null];
  return cuts.slice(1).map((to, at) => ({ ...wholePart(), from: cuts[at] ?? null, to }));
}

/** Stamps of the platform are whole seconds, and so are the bounds that it searches by. */
function wholeSecond(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}
