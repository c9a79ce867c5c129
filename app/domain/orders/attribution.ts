/**
 * Which lines of an order are add-ons, and of which line. A line is an add-on when its variant is one that the
 * app owns in this store: nothing that a shopper can type decides about money. The properties that the widget
 * wrote only say which product line the add-on belongs to.
 */

/** On the product line. */
export const parentMark = '_tagalong_id';
/** On the add-on line: the same value as its parent's mark. */
export const childMark = '_tagalong_parent';

export type AttributableLine = {
  platformLineId: string;
  platformVariantId: string | null;
  isGiftCard: boolean;
  isTip: boolean;
  properties: { name: string; value: string }[];
};
export type Attribution = { addOnId: string; parentPlatformLineId: string | null };

/** @param ownVariants platform variant id to add-on id, for the variants that the app owns in this store */
export function attribute(
  lines: AttributableLine[],
  ownVariants: ReadonlyMap<string, string>,
): Map<string, Attribution> {
  const attributed = new Map<string, Attribution>();
  if (ownVariants.size === 0) return attributed;
  const addOnOf = (line: AttributableLine) =>
    line.platformVariantId === null ? undefined : ownVariants.get(line.platformVariantId);
  const products = lines.filter((line) => !addOnOf(line) && !line.isTip);
  for (const line of lines) {
    const addOnId = addOnOf(line);
    if (addOnId) attributed.set(line.platformLineId, { addOnId, parentPlatformLineId: parentOf(line, products) });
  }
  return attributed;
}

/** The product line with the same mark; without marks, the only product line there is; never a guess between two. */
function parentOf(line: AttributableLine, products: AttributableLine[]): string | null {
  const mark = propertyOf(line, childMark);
  const parent = mark === undefined ? undefined : products.find((product) => propertyOf(product, parentMark) === mark);
  if (parent) return parent.platformLineId;
  const [only, second] = products;
  return only && !second ? only.platformLineId : null;
}

function propertyOf(line: AttributableLine, name: string): string | undefined {
  return line.properties.find((property) => property.name === name)?.value;
}
