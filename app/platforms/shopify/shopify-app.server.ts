import { ApiVersion, LogSeverity } from '@shopify/shopify-api';
import { config } from '../../config/config.server';
import { once } from '../../db/once.server';
import { log } from '../../observability/log.server';
import { sessionStorage } from './session-storage.server';
import { shopifyFetch } from './transport.server';

/** The version of the Admin API that we speak; shopify.app.toml names the same for webhooks. */
export const apiVersion = ApiVersion.October26;

export type ShopifyLibrary = Awaited<ReturnType<typeof create>>;

/** Shopify's own library, for what merchants' browsers bring: session tokens, token exchange, bounce pages. */
export function shopifyLibrary(): Promise<ShopifyLibrary> {
  return once('shopify-library', create);
}

async function create() {
  const { shopify, web } = config();
  // The library reads this one from the environment, while its Node adapter loads.
  process.env.APP_BRIDGE_URL = shopify.appBridgeUrl;
  await import('@shopify/shopify-app-remix/adapters/node');
  const { AppDistribution, shopifyApp } = await import('@shopify/shopify-app-remix/server');
  const { setAbstractFetchFunc } = await import('@shopify/shopify-api/runtime');
  setAbstractFetchFunc(shopifyFetch as typeof fetch);
  return shopifyApp({
    apiKey: shopify.apiKey,
    apiSecretKey: shopify.apiSecret,
    apiVersion,
    appUrl: web.appUrl,
    authPathPrefix: '/auth',
    sessionStorage,
    distribution: AppDistribution.AppStore,
    isEmbeddedApp: true,
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    logger: { level: LogSeverity.Warning, timestamps: false, log: passOn },
  });
}

/** Its messages may hold whole tokens: as an error's message they go through the log's cutter. */
function passOn(severity: LogSeverity, message: string): void {
  const err = new Error(message);
  delete err.stack;
  if (severity === LogSeverity.Error) log.error({ err }, 'from the Shopify library');
  else log.debug({ err }, 'from the Shopify library');
}
