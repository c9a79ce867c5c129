import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { config } from '../config/config.server';
import { answerHealth, isHealth } from './health.server';

/** Lets operators' machines ask a worker what they ask a web process: alive, ready, metrics. Nothing else is there. */
export async function startWorkerHealth(port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://worker.invalid').pathname;
    if (request.method !== 'GET' || !isHealth(path)) return response.writeHead(404).end();
    answerHealth(request, response, path).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, config().web.host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
