import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { config } from '../config/config.server';
import type { PlatformName } from '../domain/shared/ids';
import { type Receipt, receive, statusOf } from '../inbox/receive.server';
import { log } from '../observability/log.server';
import { webhookDeliveries, webhookSeconds } from '../observability/metrics.server';
import type { RawDelivery } from '../platforms/platform';
import { webhookPlatforms } from '../platforms/registry.server';
import { requestIdOf } from './request-id';

/**
 * The webhook door, mounted before Remix and on raw bytes: `POST /webhooks/<platform>` (`/webhooks` alone is the
 * first platform's). It caps, reads, verifies, keeps, answers; whatever takes time is the drain's.
 */
export function isDoor(path: string): boolean {
  return path === '/webhooks' || path.startsWith('/webhooks/');
}

const words: Record<number, string> = {
  200: 'ok',
  400: 'malformed',
  401: 'unauthorized',
  404: 'no such platform',
  405: 'post only',
  413: 'too large',
  500: 'failed',
  503: 'not kept, send again',
};

/** Answers one delivery. In calls and not promises, as receive does: this is the busiest path of the program. */
export function answerDelivery(request: IncomingMessage, response: ServerResponse, path: string): void {
  const requestId = requestIdOf(request.headers['x-request-id'], randomUUID);
  const platform = platformIn(path);
  if (!platform || request.method !== 'POST') {
    end(response, platform ? 405 : 404, requestId);
    return;
  }
  readBody(request, config().web.webhookBodyLimitBytes, (body) => {
    if (body === undefined) {
      refuseTooLarge(request, response, platform, requestId);
      return;
    }
    const since = performance.now();
    const answer = (receipt: Receipt) => {
      webhookDeliveries.inc({ platform, ending: receipt });
      webhookSeconds.observe({ platform }, (performance.now() - since) / 1000);
      end(response, statusOf[receipt], requestId);
    };
    try {
      receive(platform, { headers: request.headers as RawDelivery['headers'], body }, requestId, answer);
    } catch (err) {
      log.error({ err, requestId }, 'a delivery could not be read');
      end(response, 500, requestId);
    }
  });
}

/** A platform that gets 413 sends again and at last drops the subscription: somebody must raise the limit. */
function refuseTooLarge(
  request: IncomingMessage,
  response: ServerResponse,
  platform: PlatformName,
  requestId: string,
): void {
  webhookDeliveries.inc({ platform, ending: 'too_large' });
  const topic = request.headers[`x-${platform}-topic`];
  log.error({ requestId, alert: 'webhook_too_large', platform, topic }, 'delivery too large');
  // What was not read to its end cannot be followed by another request.
  response.setHeader('connection', 'close');
  end(response, 413, requestId);
}

function platformIn(path: string): PlatformName | undefined {
  const name = path.slice('/webhooks/'.length).replace(/\/$/, '');
  const doors = webhookPlatforms();
  return name === '' ? doors[0] : doors.find((platform) => platform === name);
}

function end(response: ServerResponse, status: number, requestId: string): void {
  const text = words[status] ?? '';
  response.writeHead(status, {
    'content-type': 'text/plain',
    'content-length': text.length,
    'x-request-id': requestId,
  });
  // latin1, so that head and body leave as one string without being measured first.
  response.end(text, 'latin1');
}

/** Tells the raw bytes, or nothing when there are more than `limit`. A caller who goes away is not told anything. */
function readBody(request: IncomingMessage, limit: number, tell: (body: Buffer | undefined) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    tell(undefined);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    if (size > limit) return;
    size += chunk.length;
    if (size > limit) tell(undefined);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (size <= limit) tell(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  });
}
