import { config } from '../../config/config.server';

/** The version of the API that we speak. Answers of 2022-01 are read too, should a store be kept on it. */
export const apiVersion = '2026-01';

const always = [
  'read_shop',
  'read_product',
  'write_product',
  'read_collection',
  'read_order',
  // to mark the lines of an add-on that is fulfilled at once; nothing else of an order is ever changed
  'write_order',
  'read_customer',
  'read_inventory',
  'read_data',
  'write_data',
];
const forThePriceFunction = ['read_cart_transform', 'write_cart_transform'];

/** What we ask a store for; written the way the authorize page takes it. */
export function scopes(): string {
  return [...always, ...(shoplazzaApp().priceFunctionId ? forThePriceFunction : [])].join(' ');
}

/** The app's settings on Shoplazza. @throws {Error} where it is not offered there */
export function shoplazzaApp() {
  const { shoplazza } = config();
  if (!shoplazza) throw new Error('this Tagalong is not set up for Shoplazza: set SHOPLAZZA_CLIENT_ID and _SECRET');
  return shoplazza;
}
