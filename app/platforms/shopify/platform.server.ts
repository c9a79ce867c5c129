import type { Embed, Platform } from '../platform';
import { connect } from './api.server';
import { readProxyCall } from './app-proxy.server';
import { authenticateVisit } from './authenticate.server';
import { documentHeaders } from './document-headers.server';
import { orders } from './order';
import { webhooks } from './webhooks.server';

/** Pages that name no store of another platform are answered here: with the way to the admin. */
const embed: Embed = {
  isFor: () => true,
  authenticate: authenticateVisit,
  documentHeaders,
  readStorefrontCall: readProxyCall,
};

/** Shopify behind the port. */
export const shopify: Platform = {
  ...{ name: 'shopify', title: 'Shopify', webhooks, orders, embed, api: connect },
  asksForWebhooks: false,
  isConfigured: () => true,
  farewellErases: false,
  mayPreTick: false,
  pricesByCurrency: true,
  unknownToPage: [],
};
