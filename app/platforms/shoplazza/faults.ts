import { z } from 'zod';
import { Fault } from '../../domain/shared/fault';
import { faultsOf, retryAfterMs } from '../platform-faults';

/** What Shoplazza's refusals mean for us: who must act, and whether trying again helps. */

const { throttled, unavailable, refused } = faultsOf('Shoplazza');

export type Reply = { status: number; headers: Headers; body: unknown };

/** [?] No header says how long to wait: without one, a second is two calls' worth of the bucket. */
const throttledMs = 1000;

/** The fault that a reply tells, or null when it is good. 401 is the token's affair, not this one's. */
export function faultOfReply(operation: string, { status, headers, body }: Reply): Fault | null {
  if (status === 429) return throttled(retryAfterMs(headers) ?? throttledMs);
  if (status >= 500) return unavailable(`${operation}: status ${status}`, retryAfterMs(headers));
  if (status >= 400) return refused(operation, wordsOf(body) ?? `status ${status}`, String(status));
  // The newer dialect may say no with a good status.
  const code = coded.safeParse(body).data?.code;
  if (code !== undefined && code !== 'Success' && code !== '0') return refused(operation, wordsOf(body) ?? code, code);
  return body === undefined ? unavailable(`${operation}: the answer is not JSON`) : null;
}

/** The request itself did not come through. */
export function requestFailed(operation: string, cause: unknown): Fault {
  return unavailable(`${operation}: the request did not come through`, undefined, cause);
}

/** An answer that came through and is not what was asked for. Where it is taken for an empty one, what it hides is lost. */
export function unexpected(message: string): Fault {
  return new Fault({
    reasonClass: 'platform-refused',
    retry: true,
    publicMessage: `Shoplazza answered something that we did not expect (${message}). We try again by ourselves.`,
    message,
  });
}

const coded = z.object({ code: z.coerce.string(), data: z.unknown() });
const worded = z.object({ errors: z.unknown(), error: z.unknown(), message: z.unknown() }).partial();

/** `{errors: [...]}`, `{errors: {field: [...]}}`, `{error: "..."}` or `{code, message}`: what it says, in short. */
function wordsOf(body: unknown): string | null {
  const { errors, error, message } = worded.safeParse(body).data ?? {};
  const said = [errors, error, message].find((one) => one !== undefined && one !== null && one !== '');
  if (said === undefined) return null;
  return (typeof said === 'string' ? said : JSON.stringify(said)).slice(0, 300);
}
