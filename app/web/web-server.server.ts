import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../observability/log.server';
import { answerDelivery, isDoor } from './door.server';
import { answerHealth, isHealth } from './health.server';
import { createPages } from './pages.server';

export type WebServer = { url: string; stop(): Promise<void> };

/** Starts the web process's server: the webhook door and health first, then everything that Remix answers. */
export async function startWebServer(options: {
  host: string;
  port: number;
  dev?: boolean;
  root?: string;
}): Promise<WebServer> {
  let answerPage: RequestListener = (_request, response) => {
    response.writeHead(503).end('starting');
  };
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    if (isDoor(path)) answerDelivery(request, response, path);
    else if (isHealth(path)) answerHealth(request, response, path).catch((error) => fail(response, error));
    else answerPage(request, response);
  });
  // Node waits 60 and 300 s for slow callers; a webhook or a page needs neither.
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  server.keepAliveTimeout = 20_000;
  server.maxRequestsPerSocket = 0;
  await listen(server, options.port, options.host);
  const pages = await createPages({ server, dev: options.dev ?? false, root: options.root ?? process.cwd() });
  answerPage = pages.listener;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    stop: () => Promise.all([stop(server), pages.close()]).then(() => undefined),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

/** Takes no more calls and lets those that are here end. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 8_000).unref();
  });
}

function fail(response: Parameters<RequestListener>[1], error: unknown): void {
  log.error({ err: error }, 'a request failed');
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
  response.end('failed');
}
