import type { Place } from './json-place';

/**
 * One record of a file: the bodies of the orders in it, or why there is none. `line` and `start`, in bytes, say where
 * it begins, `end` where reading goes on behind it.
 */
export type Piece = {
  line: number;
  start: number;
  bodies: Buffer[];
  wrong: string | null;
  /** what stands in the file */
  raw: () => string;
  end: Place;
};
