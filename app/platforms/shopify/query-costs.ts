/**
 * What queries ask of the rate limit, as the platform said the last time. A query's price depends on its text and on
 * how many things it asks for: the numbers among its variables, and how long its lists are.
 */
const learnt = new Map<string, number>();

/** Before a query ran for the first time. */
const unknownCost = 100;

export function expectedCost(operation: string, variables: Record<string, unknown>): number {
  return learnt.get(keyOf(operation, variables)) ?? learnt.get(operation) ?? unknownCost;
}

export function learnCost(operation: string, variables: Record<string, unknown>, cost: number): void {
  // Operations are few and their sizes too; the limit only keeps a mistake from growing without end.
  if (learnt.size > 10_000) learnt.clear();
  learnt.set(keyOf(operation, variables), cost);
  // For another size of the same query the dearest is the safest guess.
  learnt.set(operation, Math.max(cost, learnt.get(operation) ?? 0));
}

function keyOf(operation: string, variables: Record<string, unknown>): string {
  const sizes = Object.entries(variables).flatMap(([name, value]) => {
    if (typeof value === 'number') return [`${name}=${value}`];
    return Array.isArray(value) ? [`${name}[${value.length}]`] : [];
  });
  return [operation, '', ...sizes].join(' ');
}
