/** What became of a wish about the group: a code, a word for a toast, or why not. */
export type GroupAnswer = { invite?: string; said?: string; error?: string };
