import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from './api';
import { createPlatform, type PracticePlatform } from './platform';
import type { PracticeOptions, PracticeUrls, World } from './world';

export type Practice = PracticeUrls & {
  world: World;
  platform: PracticePlatform;
  stop(): Promise<void>;
};

/** Starts the practice Shopify: the API, the admin and the storefront, each on a port of its own. */
export async function startPracticeShopify(options: PracticeOptions): Promise<Practice> {
  const platform = createPlatform(options);
  if (options.storeDomain !== undefined) platform.openStore({ domain: options.storeDomain });
  const rooms = {
    admin: later(async () => (await import('./admin/create-admin')).createAdmin(platform.world)),
    storefront: later(async () => (await import('./storefront/create-storefront')).createStorefront(platform.world)),
  };
  const servers = [createServer(createApi(platform)), createServer(rooms.admin), createServer(rooms.storefront)];
  const [api, admin, storefront] = await Promise.all([
    listen(servers[0], options.apiPort),
    listen(servers[1], options.adminPort),
    listen(servers[2], options.storefrontPort),
  ]);
  const urls: PracticeUrls = { apiUrl: api, adminUrl: admin, storefrontUrl: storefront };
  platform.setUrls(urls);
  platform.resume();
  return {
    ...urls,
    world: platform.world,
    platform,
    stop: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
      await platform.stop();
    },
  };
}

/** A listener that is loaded by its first request, so that the start waits for nobody. */
function later(load: () => Promise<RequestListener>): RequestListener {
  let loading: Promise<RequestListener> | null = null;
  return (request, response) => {
    loading ??= load();
    loading.then(
      (listener) => listener(request, response),
      (error) => {
        console.error(error);
        loading = null;
        response.writeHead(500, { 'content-type': 'text/plain' });
        response.end('this part of the practice Shopify did not load');
      },
    );
  };
}

async function listen(server: Server | undefined, port: number): Promise<string> {
  if (server === undefined) throw new Error('no server');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
