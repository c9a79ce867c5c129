import { readCursor, writeCursor } from '../domain/shared/cursor';

/** Lists of order lines, the newest order first: the cursor is the order's time, the order and the line. */
export type LineRow = { created_at: Date; platform_order_id: string; platform_line_id: string };

/** Where a page begins, as the three values that its rows are compared with. */
export function startOf(after: string | undefined): string[] {
  return after === undefined ? ['infinity', '', ''] : readCursor(after, 3);
}

/** @param rows one more than `limit`, when there are more */
export function pageOf<Row extends LineRow>(rows: Row[], limit: number): { shown: Row[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const values = last && [last.created_at.toISOString(), last.platform_order_id, last.platform_line_id];
  return { shown, next: rows.length > limit && values ? writeCursor(values) : null };
}
