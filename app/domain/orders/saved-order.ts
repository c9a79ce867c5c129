/** What became of one order that was given to the writer. */
export type SavedOrder = {
  platformOrderId: string;
  /**
   * created: rows that were not there; updated: something changed; unchanged: the rows said so already;
   * stale: the rows know something newer.
   */
  result: 'created' | 'updated' | 'unchanged' | 'stale';
};
