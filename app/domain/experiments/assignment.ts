/**
 * Who sees what in an experiment. A visitor's part follows from the experiment's id and the visitor's alone, so it is the
 * same on every page and device that knows the id, and nothing has to be stored to keep it so. The widget computes the same
 * (extensions/tagalong-widget/snippets/tagalong-arms.liquid); a test compares the two.
 */

/** 16 hex digits made of the platform's id of a visitor: what leaves the browser, so that the platform's own id does not. */
export function visitorKey(platformVisitorId: string): string {
  return hex(hash32(platformVisitorId, 0)) + hex(hash32(platformVisitorId, secondSeed));
}

export const visitorKeyShape = /^[0-9a-f]{16}$/;

/**
 * Whether a visitor gets what the experiment tries, or belongs to those it is compared with.
 * @param control the share of visitors it is compared with, between 0 and 1
 */
export function isTreated(experimentId: string, visitor: string, control: number): boolean {
  return hash32(experimentId + visitor, 0) / 2 ** 32 >= control;
}

const secondSeed = 0x9e3779b9;

/** FNV-1a over UTF-16 units, its bits then mixed as MurmurHash3 ends: near ids get far numbers. */
function hash32(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
