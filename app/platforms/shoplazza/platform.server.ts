import { config } from '../../config/config.server';
import type { Embed, Platform } from '../platform';
import { connect } from './api.server';
import { authenticateVisit } from './authenticate.server';
import { documentHeaders, isForShoplazza } from './document-headers.server';
import { orders } from './order';
import { webhooks } from './webhooks.server';

const embed: Embed = {
  isFor: isForShoplazza,
  authenticate: authenticateVisit,
  documentHeaders,
  // [?] Its app proxy signs in a way that is not documented: nothing comes in there.
  readStorefrontCall: () => null,
};

/** Shoplazza behind the port. */
export const shoplazza: Platform = {
  ...{ name: 'shoplazza', title: 'Shoplazza', webhooks, orders, embed, api: connect },
  asksForWebhooks: true,
  isConfigured: () => config().shoplazza !== null,
  // No privacy topic of Shoplazza is known.
  farewellErases: true,
  mayPreTick: true,
  // Its markets have prices of their own too, but our block there reads the store's alone: what is shown must be what is charged.
  pricesByCurrency: false,
  // Its Liquid decides nothing here, and its script knows neither the market nor the shopper.
  unknownToPage: ['market', 'country', 'customer_tag', 'cart_value'],
};
