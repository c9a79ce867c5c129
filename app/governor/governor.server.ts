import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../domain/shared/fault';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import { governorPoints, governorWaitSeconds } from '../observability/metrics.server';
import type { Bucket, Ending } from './budget';
import { type Call, settlePoints, takePoints } from './budget-store.server';
import { urgencyHere } from './urgency.server';

/** How a call ended, for the governor, beside what it brought. */
export type Governed<T> = { ending: Ending; used: number | null; result: T };

/** Longer than this nobody waits in a worker's place: the work comes back later instead. */
const longestWaitMs = 30_000;
const lookAgainMs = 200;

/**
 * Lets one call to a store's platform go when its points are there, and learns from how it ended. `send` does not throw
 * for what the platform answered.
 * @param cost points that the call may need
 * @param unknown the platform's bucket, until it tells of the store's own
 * @throws {NotNow} while the store's circuit is open, or when the wait would be long
 */
export async function governed<T>(
  { storeId, platform, cost, unknown }: { storeId: StoreId; platform: PlatformName; cost: number; unknown?: Bucket },
  send: () => Promise<Governed<T>>,
): Promise<T> {
  const urgency = urgencyHere();
  await takeTurn({ storeId, platform, cost, urgency, unknown });
  let ending: Ending = { kind: 'failed', waitMs: null };
  try {
    const reply = await send();
    ending = reply.ending;
    governorPoints.inc({ platform, urgency }, reply.used ?? 0);
    return reply.result;
  } catch (error) {
    // What stops us before we ask (no token, say) is no sign of a platform in trouble.
    if (error instanceof Fault && error.reasonClass !== 'platform-unavailable') ending = { kind: 'unsent' };
    throw error;
  } finally {
    // The call is over: what it brought counts, and points that are not given back are free again after a minute.
    await settlePoints(storeId, platform, cost, ending).catch((err) =>
      log.warn({ err }, 'a call could not be settled'),
    );
  }
}

async function takeTurn(call: Call): Promise<void> {
  const { platform, urgency } = call;
  const begun = performance.now();
  for (;;) {
    const { waitMs, open, everywhere } = await takePoints(call);
    if (waitMs <= 0) break;
    if (open || waitMs > longestWaitMs) throw new NotNow(waitMs, everywhere ? 'platform' : open ? 'store' : 'asked');
    // Calls that come back cheaper than they might have been give points back: look again soon, not all at one moment.
    await wait(Math.min(waitMs, lookAgainMs) + Math.random() * 20);
  }
  governorWaitSeconds.observe({ platform, urgency }, (performance.now() - begun) / 1000);
}

/** Nobody waits this long in a worker's place: the work comes back later. */
export class NotNow extends Fault {
  /** @param why the platform asked us to wait; or the last calls all failed, of this store or of several */
  constructor(waitMs: number, why: 'asked' | 'store' | 'platform') {
    super({
      reasonClass: why === 'asked' ? 'throttled' : 'platform-unavailable',
      retry: true,
      retryAfterMs: Math.ceil(waitMs),
      publicMessage: {
        asked: 'The platform asks us to wait. We go on by ourselves.',
        store: 'The platform did not answer this store several times in a row. We try again by ourselves.',
        platform: 'The platform does not answer at present. We try again by ourselves.',
      }[why],
      message: `no call for ${Math.ceil(waitMs)} ms (${why})`,
    });
  }
}
