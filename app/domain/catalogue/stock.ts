/** What can be sold of one inventory item at one place, as the platform told it. */
export type StockLevel = {
  platformItemId: string;
  platformLocationId: string;
  /** null: the source does not name the place */
  locationName: string | null;
  /** null: the platform does not count the item */
  available: number | null;
  /** ISO 8601; the platform's stamp, whole seconds */
  changedAt: string;
  /** the item is no longer kept there */
  isGone: boolean;
};

/** With the moment that the telling is of (ISO 8601), where it is known. */
export type ToldStock = StockLevel & { toldAt?: string | null };

/**
 * Which telling of a level is newer: text that compares byte by byte. A sale a second and more may share a stamp; then
 * the moment of telling decides.
 */
export function stockVersion({ changedAt, toldAt }: ToldStock): string {
  return `${new Date(changedAt).toISOString()}|${toldAt ? new Date(toldAt).toISOString() : ''}`;
}

/** Of several tellings of a level, the newest. */
export function newestLevels(levels: ToldStock[]): ToldStock[] {
  const newest = new Map<string, ToldStock>();
  for (const level of levels) {
    const key = `${level.platformItemId} ${level.platformLocationId}`;
    const other = newest.get(key);
    if (!other || stockVersion(level) > stockVersion(other)) newest.set(key, level);
  }
  return [...newest.values()];
}
