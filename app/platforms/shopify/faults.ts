import { Fault } from '../../domain/shared/fault';
import { faultsOf, retryAfterMs } from '../platform-faults';

/** What Shopify's refusals mean for us: who must act, and whether trying again helps. */

const { throttled, unavailable, refused } = faultsOf('Shopify');

/** A reply of the Admin API, as far as its ending needs it. */
export type Reply = {
  status: number;
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; requiredAccess?: string } }[];
  extensions?: { cost?: Cost };
  headers?: { get(name: string): string | null };
};
export type Cost = {
  requestedQueryCost: number;
  /** null when the query did not run */
  actualQueryCost?: number | null;
  throttleStatus?: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
};

/** The fault that a reply tells, or null when it is good. */
export function faultOfReply(operation: string, reply: Reply): Fault | null {
  if (reply.status === 429) return throttled(retryAfterMs(reply.headers));
  if (reply.status >= 500) return unavailable(`${operation}: status ${reply.status}`, retryAfterMs(reply.headers));
  const codes = (reply.errors ?? []).map((error) => error.extensions?.code);
  if (codes.includes('THROTTLED')) return throttled(waitByBudget(reply.extensions?.cost));
  if (codes.includes('INTERNAL_SERVER_ERROR')) return unavailable(`${operation}: internal error`, undefined);
  const [first] = reply.errors ?? [];
  if (first) return refused(operation, first.message, first.extensions?.code);
  if (reply.status >= 400 || !reply.data) return refused(operation, `status ${reply.status}`, undefined);
  return null;
}

/** The request itself did not come through. */
export function requestFailed(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return unavailable('the request did not come through', undefined, cause);
}

/** What a mutation says about its input; null when it says nothing. */
export function faultOfUserErrors(
  operation: string,
  errors: { field?: (string | null)[] | null; message: string; code?: unknown }[],
): Fault | null {
  const [first] = errors;
  if (!first) return null;
  const field = first.field?.filter(Boolean).join('.');
  return refused(operation, `${field ? `${field}: ` : ''}${first.message}`, String(first.code ?? 'USER_ERROR'));
}

/** True when the query asked for more points than one query may. */
export function isTooExpensive(error: unknown): boolean {
  return error instanceof Fault && error.message.includes('MAX_COST_EXCEEDED');
}

/** The bucket refills at a known rate: wait until the query fits. */
function waitByBudget(cost: Cost | undefined): number {
  const status = cost?.throttleStatus;
  if (!cost || !status || status.restoreRate <= 0) return 1000;
  const missing = Math.min(cost.requestedQueryCost, status.maximumAvailable) - status.currentlyAvailable;
  return Math.max(50, Math.ceil((missing / status.restoreRate) * 1000));
}
