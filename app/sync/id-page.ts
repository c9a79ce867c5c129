/** Ids behind a place in a list, and the place behind them; null at its end. */
export type IdPage = { ids: string[]; next: string | null };
