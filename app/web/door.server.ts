import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { config } from '../config/config.server';
import type { PlatformName } from '../domain/shared/ids';
import { receive, statusOf } from '../inbox/receive.server';
import { log, withHop } from '../observability/log.server';
import { webhookDeliveries, webhookSeconds } from '../observability/metrics.server';
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

/** Answers one delivery. */
export async function answerDelivery(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const requestId = requestIdOf(request.headers['x-request-id'], randomUUID);
  const platform = platformIn(path);
  if (!platform) return end(response, 404, requestId);
  if (request.method !== 'POST') return end(response, 405, requestId);
  const body = await readBody(request, config().web.webhookBodyLimitBytes);
  if (body === 'too large') {
    // A platform that gets 413 sends again and at last drops the subscription: somebody must raise the limit.
    webhookDeliveries.inc({ platform, ending: 'too_large' });
    log.error(
      { requestId, alert: 'webhook_too_large', topic: request.headers['x-shopify-topic'] },
      'delivery too large',
    );
    return end(response, 413, requestId);
  }
  if (body === 'gone') return;
  const since = performance.now();
  const headers = request.headers as Record<string, string | undefined>;
  const receipt = await withHop({ requestId }, () => receive(platform, { headers, body }));
  webhookSeconds.observe({ platform }, (performance.now() - since) / 1000);
  end(response, statusOf(receipt), requestId);
}

function platformIn(path: string): PlatformName | undefined {
  const name = path.slice('/webhooks/'.length).replace(/\/$/, '');
  return name === '' ? webhookPlatforms[0] : webhookPlatforms.find((platform) => platform === name);
}

function end(response: ServerResponse, status: number, requestId: string): void {
  const text = words[status] ?? '';
  response.writeHead(status, {
    'content-type': 'text/plain',
    'content-length': text.length,
    'x-request-id': requestId,
    // What was not read to its end cannot be followed by another request.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(text);
}

/** The raw bytes, or why there are none: more than `limit`, or the caller went away. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'too large' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve('too large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        chunks.length = 0;
        resolve('too large');
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}
