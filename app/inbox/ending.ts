import { isLoss } from '../domain/shared/connection-lost';
import { asFault, type Fault, type ReasonClass } from '../domain/shared/fault';

/** How the drain ends an entry, and when one that failed is tried again. */
export type Ending =
  | { state: 'processed'; result: string; objectId: string | null }
  | { state: 'failed'; reasonClass: ReasonClass; reason: string; retryInSeconds: number; objectId: string | null }
  | { state: 'dead'; reasonClass: ReasonClass; reason: string; objectId: string | null };

/** Waits before the next try. After the last of these an entry is dead: a person has to look. */
const waitsSeconds = [1, 5, 30, 120, 600, 1800, 3600];
export const attemptsMax = waitsSeconds.length + 1;

/**
 * The ending of an entry whose handling threw.
 * @param attempts how often it was tried, this time included
 */
export function endingOf(error: unknown, attempts: number, objectId: string | null): Ending {
  const fault = faultOf(error);
  const reason = wordsOf(fault);
  const waitSeconds = waitsSeconds[attempts - 1];
  if (!fault.retry || waitSeconds === undefined) {
    return { state: 'dead', reasonClass: fault.reasonClass, reason, objectId };
  }
  const asked = Math.ceil((fault.retryAfterMs ?? 0) / 1000);
  return {
    state: 'failed',
    reasonClass: fault.reasonClass,
    reason,
    retryInSeconds: Math.max(waitSeconds, asked),
    objectId,
  };
}

/** Entries of a store that nobody installed wait for the installation, however long; they are never dead. */
export function unknownStore(attempts: number): Ending {
  return {
    state: 'failed',
    reasonClass: 'unknown-store',
    reason: 'This store is not connected. The delivery is kept and will be read when the store is installed.',
    retryInSeconds: waitsSeconds[Math.max(3, attempts - 1)] ?? 3600,
    objectId: null,
  };
}

/** True when the database, not the data, is in trouble: the whole batch is undone and tried again later. */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return isLoss(error) || (typeof code === 'string' && /^(08|40|53|55|57|58)/.test(code));
}

function faultOf(error: unknown): Fault {
  const fault = asFault(error);
  const code = (error as { code?: unknown } | null)?.code;
  // Class 22 and 23: the database refuses these values, and will again.
  if (fault.cause === error && typeof code === 'string' && /^2[23]/.test(code)) {
    return Object.assign(fault, { reasonClass: 'invalid', retry: false });
  }
  return fault;
}

/** Words for the Sync page. Messages of databases can quote values, so only the first line, cut short. */
function wordsOf(fault: Fault): string {
  const text =
    fault.message === fault.publicMessage ? fault.publicMessage : `${fault.publicMessage} (${fault.message})`;
  return (text.split('\n')[0] ?? '').replaceAll('\u0000', '').slice(0, 500);
}
