import type { Platform } from '../platform';
import { connect } from './api.server';
import { orders } from './order';
import { webhooks } from './webhooks.server';

/** Shopify behind the port. */
export const shopify: Platform = { name: 'shopify', webhooks, orders, api: connect };
