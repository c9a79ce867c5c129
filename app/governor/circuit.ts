import type { StoreId } from '../domain/shared/ids';

/**
 * A whole platform in trouble: calls of several stores fail one after the other, and none succeeds between. Then nobody
 * asks for a while, so that a platform that comes back is not met by everybody's retries at once. One store alone,
 * however often it fails, never closes a platform to the others: it has a circuit of its own (budget.ts).
 */
export type Circuit = {
  failures: number;
  /** whose they were, the first few */
  stores: StoreId[];
  /** in milliseconds of the database's clock; 0: open to all */
  notBefore: number;
};

export const untroubled: Circuit = { failures: 0, stores: [], notBefore: 0 };

const failuresToOpen = 10;
const storesToOpen = 3;
const openMs = 5_000;
const longestOpenMs = 120_000;

/** What a failed call makes of it. */
export function failedOnce(circuit: Circuit, storeId: StoreId, now: number): Circuit {
  const failures = circuit.failures + 1;
  const stores =
    circuit.stores.includes(storeId) || circuit.stores.length >= storesToOpen
      ? circuit.stores
      : [...circuit.stores, storeId];
  if (failures < failuresToOpen || stores.length < storesToOpen) return { failures, stores, notBefore: 0 };
  // Calls that were under way when it closed fail too: they do not make it longer.
  if (now < circuit.notBefore) return circuit;
  const opened = Math.min(longestOpenMs, openMs * 2 ** Math.min(10, failures - failuresToOpen));
  return { failures, stores, notBefore: now + opened };
}
