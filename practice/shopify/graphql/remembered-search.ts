const remembered = new WeakMap<readonly object[], Map<string, object[]>>();

/**
 * What a search finds among lent documents, remembered: they do not change, and a million of them cannot be looked
 * through at each call without keeping everybody else waiting.
 * @param question all that the answer depends on
 */
export function rememberedSearch<T extends object>(
  lent: readonly T[],
  question: string,
  search: (all: T[]) => T[],
): T[] {
  if (lent.length === 0) return [];
  const answers = remembered.get(lent) ?? new Map<string, object[]>();
  remembered.set(lent, answers);
  const known = answers.get(question) as T[] | undefined;
  if (known !== undefined) return known;
  const found = search([...lent]);
  // Passes ask with another time each: what is remembered stays small.
  if (answers.size >= 20) answers.clear();
  answers.set(question, found);
  return found;
}
