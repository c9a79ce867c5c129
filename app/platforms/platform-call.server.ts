import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { Fault } from '../domain/shared/fault';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { Bucket, Budget } from '../governor/budget';
import { type Governed, governed, NotNow } from '../governor/governor.server';
import { platformCalls } from '../observability/metrics.server';

/** What a platform answered, or why not; with what it says of its bucket. */
export type Sent<Reply> = ({ reply: Reply } | { fault: Fault }) & {
  status: Pick<Budget, 'available' | 'maximum' | 'restoreRate'> | null;
  /** points that it was worth, where the platform tells */
  used: number | null;
};

const maxAttempts = 8;
const longestWaitMs = 30_000;

/**
 * Makes calls of one store to its platform: each waits for its points, is counted, and is tried again where that helps.
 * @param unknown what the bucket holds until the platform has told
 */
export function callsOf({ storeId, platform, unknown }: CallOptions) {
  // What is not to be waited for in a worker comes back later.
  const patient = trying((fault) => fault.retry && !(fault instanceof NotNow));
  // Of a call without an answer nobody knows whether it was carried out.
  const once = trying(
    (fault) => fault.retry && !(fault instanceof NotNow) && fault.reasonClass !== 'platform-unavailable',
  );
  /**
   * @param isOnce it must not be carried out twice: without an answer it is not made again
   * @throws {Fault} where trying again does not help, or did not
   */
  return <Reply>(
    cost: () => number,
    send: (attempt: number) => Promise<Sent<Reply>>,
    { isOnce = false }: { isOnce?: boolean | undefined } = {},
  ): Promise<Reply> =>
    (isOnce ? once : patient).execute(async ({ attempt }) => {
      const sent = await governed({ storeId, platform, cost: cost(), ...(unknown ? { unknown } : {}) }, async () => {
        const answer = await send(attempt);
        platformCalls.inc({
          platform,
          ending: 'reply' in answer ? 'ok' : (endings[answer.fault.reasonClass] ?? 'refused'),
        });
        return governable(answer);
      });
      if (sent instanceof Fault) throw sent;
      return sent;
    });
}

function trying(mayAgain: (fault: Fault) => boolean) {
  return retry(
    handleWhen((error) => error instanceof Fault && mayAgain(error)),
    { maxAttempts, backoff: new DelegateBackoff(({ attempt, result }) => waitFor(attempt, result)) },
  );
}

type CallOptions = { storeId: StoreId; platform: PlatformName; unknown?: Bucket };

const endings: Partial<Record<Fault['reasonClass'], string>> = {
  throttled: 'throttled',
  'platform-unavailable': 'failed',
};

/** As long as the platform asks, else longer each time; never all at the same moment. */
function waitFor(attempt: number, result: unknown): number {
  const error = result !== null && typeof result === 'object' && 'error' in result ? result.error : undefined;
  const asked = error instanceof Fault ? error.retryAfterMs : undefined;
  const base = asked ?? 250 * 2 ** attempt;
  return Math.min(longestWaitMs, base + Math.random() * Math.min(1000, base));
}

/** How a call ended, as the governor sees it. */
function governable<Reply>(sent: Sent<Reply>): Governed<Reply | Fault> {
  const { status, used } = sent;
  if ('reply' in sent) return { ending: { kind: 'answered', status }, used, result: sent.reply };
  const { fault } = sent;
  const waitMs = fault.retryAfterMs ?? null;
  if (fault.reasonClass === 'throttled')
    return { ending: { kind: 'throttled', status, waitMs: waitMs ?? 1000 }, used, result: fault };
  if (fault.reasonClass === 'platform-unavailable') return { ending: { kind: 'failed', waitMs }, used, result: fault };
  return { ending: { kind: 'answered', status }, used, result: fault };
}
