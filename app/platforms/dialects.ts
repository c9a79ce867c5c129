import type { PlatformName } from '../domain/shared/ids';
import type { OrderDialect } from './platform';
import { orders as shopify } from './shopify/order';
import { orders as shoplazza } from './shoplazza/order';

/** How each platform's orders are read: the pure half of an adapter, for threads that have no database and no token. */
export const dialects: Partial<Record<PlatformName, OrderDialect>> = { shopify, shoplazza };
