import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express from 'express';
import { config } from '../config/config.server';
import { log, withHop } from '../observability/log.server';
import { requestIdOf } from './request-id';

export type Pages = { listener: RequestListener; close(): Promise<void> };

/** The pages and the API: Remix behind compression, static files and the headers that every answer carries. */
export async function createPages(options: { server: Server; dev: boolean; root: string }): Promise<Pages> {
  const app = express();
  app.disable('x-powered-by');
  if (config().web.trustProxy) app.set('trust proxy', true);
  app.use((request, response, next) => {
    const requestId = requestIdOf(request.headers['x-request-id'], randomUUID);
    request.headers['x-request-id'] = requestId;
    response.setHeader('x-request-id', requestId);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
    response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
    if (request.secure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
    withHop({ requestId }, next);
  });
  app.use(compression());
  let close = async () => {};
  if (options.dev) close = await mountVite(app, options);
  else mountBuild(app, options.root);
  app.use((error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
    log.error({ err: error }, 'a page failed');
    if (response.headersSent) return next(error);
    response.status(500).type('text/plain').send('Something went wrong on our side. Try again.');
  });
  return { listener: app, close };
}

function mountBuild(app: express.Express, root: string): void {
  const client = path.join(root, 'build/client');
  // Their names change with their content.
  app.use(
    '/assets',
    express.static(path.join(client, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  );
  app.use(express.static(client, { maxAge: '1h', index: false }));
  const serverFile = path.join(root, 'build/server/index.js');
  // Loading takes a second or two: the first visitor should not wait for it.
  let handler = existsSync(serverFile) ? loadBuild(serverFile) : undefined;
  handler?.catch((err) => log.error({ err }, 'the pages could not be loaded'));
  app.use((request, response, next) => {
    if (!handler && !existsSync(serverFile)) {
      response.status(503).type('text/html').send(notBuilt);
      return;
    }
    handler ??= loadBuild(serverFile);
    handler.then((handle) => handle(request, response, next)).catch(next);
  });
}

const notBuilt = `<!doctype html><html lang="en"><title>Tagalong</title><h1>The pages are not built yet</h1>
<p>Webhooks are received and kept. Run <code>npm run build</code>, then load this page again.</p></html>`;

async function loadBuild(serverFile: string): Promise<express.RequestHandler> {
  const build = (await import(pathToFileURL(serverFile).href)) as ServerBuild;
  return createRequestHandler({ build, mode: 'production' }) as unknown as express.RequestHandler;
}

async function mountVite(
  app: express.Express,
  options: { server: Server; root: string },
): Promise<() => Promise<void>> {
  const vite = await import('vite');
  const server = await vite.createServer({
    root: options.root,
    server: { middlewareMode: true, hmr: { server: options.server } },
    appType: 'custom',
  });
  app.use(server.middlewares);
  const build = () => server.ssrLoadModule('virtual:remix/server-build') as unknown as Promise<ServerBuild>;
  app.use(createRequestHandler({ build, mode: 'development' }) as unknown as express.RequestHandler);
  return () => server.close();
}
