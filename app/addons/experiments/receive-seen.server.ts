import type { RateLimiterRes } from 'rate-limiter-flexible';
import { opened } from '../../cache/cache.server';
import { rateLimiter } from '../../cache/rate-limit.server';
import { once } from '../../db/once.server';
import type { StoreId } from '../../domain/shared/ids';
import { log } from '../../observability/log.server';
import { seenMessages } from '../../observability/metrics.server';
import { longestMessage, readSeen } from './seen';
import { keepSeen } from './seen-store.server';

/** Messages within one minute. A page sends two or three; what a store's visitors may send together keeps us standing. */
const perVisitor = 60;
const perStore = 6000;

const limits = () =>
  once('seen.limiters', () => ({
    visitor: rateLimiter(opened(), { points: perVisitor, duration: 60, keyPrefix: 'seen-visitor' }),
    store: rateLimiter(opened(), { points: perStore, duration: 60, keyPrefix: 'seen-store' }),
  }));

type Ending = 'kept' | 'malformed' | 'no_consent' | 'too_many' | 'no_store' | 'failed';
const statuses: Record<Ending, number> = {
  kept: 204,
  malformed: 400,
  no_consent: 403,
  no_store: 404,
  too_many: 429,
  failed: 503,
};

/**
 * Answers a browser's message about add-ons that were seen.
 * @param storeId proven by the platform's signature or by the store's own key
 * @param way by which it came, for the metrics
 */
export async function receiveSeen(storeId: StoreId, request: Request, way: 'proxy' | 'pixel'): Promise<Response> {
  const answer = (ending: Ending, more: { reason?: string; wait?: number } = {}) => {
    seenMessages.inc({ way, ending });
    const headers = { 'cache-control': 'no-store', ...(more.wait ? { 'retry-after': String(more.wait) } : {}) };
    const status = statuses[ending];
    return status === 204
      ? new Response(null, { status, headers })
      : Response.json({ error: ending, ...(more.reason ? { reason: more.reason } : {}) }, { status, headers });
  };
  const text = await textUpTo(request, longestMessage);
  if (text === null) return answer('malformed', { reason: `longer than ${longestMessage} bytes` });
  const read = readSeen(text);
  if (read.outcome === 'malformed') return answer('malformed', { reason: read.reason });
  if (read.outcome === 'no-consent') return answer('no_consent');
  try {
    const { visitor, store } = limits();
    await visitor.consume(`${storeId} ${read.message.visitor}`);
    await store.consume(storeId);
  } catch (spent) {
    if (spent instanceof Error) throw spent;
    return answer('too_many', { wait: Math.ceil((spent as RateLimiterRes).msBeforeNext / 1000) });
  }
  try {
    return answer((await keepSeen(storeId, read.message)) ? 'kept' : 'no_store');
  } catch (err) {
    // Browsers do not send again; the figures say of themselves that they may miss some.
    log.error({ err, storeId, way }, 'a message about seen add-ons was not kept');
    return answer('failed');
  }
}

/** A request's body; null, and no more of it is read, once it is longer than `most` bytes. Anybody may send here. */
async function textUpTo(request: Request, most: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  if (!request.body) return '';
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > most) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
