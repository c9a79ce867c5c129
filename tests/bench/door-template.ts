import { PrismaPg } from '@prisma/adapter-pg';
import { createRequestHandler } from '@remix-run/express';
import type { ActionFunctionArgs, ServerBuild } from '@remix-run/node';
import '@shopify/shopify-app-remix/adapters/node';
import {
  ApiVersion,
  AppDistribution,
  type Session,
  Session as ShopifySession,
  shopifyApp,
} from '@shopify/shopify-app-remix/server';
import express from 'express';
import { PrismaClient } from '../../app/db/generated/client';
import { storeIdOf } from '../../app/domain/shared/ids';

/** What the platform's own template does with a webhook: Remix, authenticate.webhook, a session in Prisma, one insert in Prisma. */
const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL ?? '', max: 10 }),
});
const storeId = storeIdOf('shopify', process.env.BENCH_SHOP ?? '');
const id = `offline_${process.env.BENCH_SHOP}`;
await prisma.session.deleteMany({ where: { storeId, id } });
await prisma.session.create({
  data: { storeId, id, accessToken: 'bench', accessTokenExpiresAt: new Date(Date.now() + 3_600_000) },
});

const sessionStorage = {
  async loadSession(sessionId: string): Promise<Session | undefined> {
    const row = await prisma.session.findUnique({ where: { storeId_id: { storeId, id: sessionId } } });
    if (!row) return undefined;
    return new ShopifySession({
      id: row.id,
      shop: process.env.BENCH_SHOP ?? '',
      state: '',
      isOnline: false,
      ...(row.accessToken ? { accessToken: row.accessToken } : {}),
      ...(row.accessTokenExpiresAt ? { expires: row.accessTokenExpiresAt } : {}),
    });
  },
  storeSession: async () => true,
  deleteSession: async () => true,
  deleteSessions: async () => true,
  findSessionsByShop: async () => [],
};

const shopify = shopifyApp({
  apiKey: process.env.SHOPIFY_API_KEY ?? '',
  apiSecretKey: process.env.SHOPIFY_API_SECRET ?? '',
  apiVersion: ApiVersion.October26,
  scopes: ['read_orders'],
  appUrl: process.env.APP_URL ?? '',
  authPathPrefix: '/auth',
  sessionStorage,
  distribution: AppDistribution.AppStore,
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  logger: { level: 0 },
});

async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { payload, topic, webhookId } = await shopify.authenticate.webhook(request);
  await prisma.inboxEntry.createMany({
    data: [{ storeId, source: 'webhook', topic, dedupeKey: webhookId, body: Buffer.from(JSON.stringify(payload)) }],
    skipDuplicates: true,
  });
  return new Response();
}

const route = { id: 'routes/webhooks', path: 'webhooks', parentId: undefined, module: { action } };
const build = {
  entry: { module: { default: () => new Response('', { status: 404 }) } },
  routes: { 'routes/webhooks': route },
  assets: { version: '1', entry: { module: '', imports: [] }, routes: {}, url: '' },
  publicPath: '/',
  assetsBuildDirectory: '',
  future: {},
  isSpaMode: false,
  mode: 'production',
} as unknown as ServerBuild;

express()
  .all('*', createRequestHandler({ build, mode: 'production' }))
  .listen(Number(process.env.PORT), '127.0.0.1', () => console.log('{"ready":true}'));
process.on('SIGTERM', () => process.exit(0));
