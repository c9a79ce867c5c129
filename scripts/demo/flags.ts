import { parseArgs } from 'node:util';

export type DemoFlags = {
  port: number;
  dataDir: string;
  fresh: boolean;
  headless: boolean;
  storeSize: 'small' | 'medium' | 'large';
  platforms: DemoPlatform[];
};
export type DemoPlatform = 'shopify' | 'shoplazza';

export const usage = `npm run demo -- [flags]
  --port N               the app's port; the practice platforms take the next ones, three for Shopify, two for Shoplazza (default 4400)
  --data-dir FOLDER      where everything is kept (default .tagalong)
  --fresh                forget what is there and start with a new store
  --headless             do not open a browser
  --store-size SIZE      small (about 600 orders), medium or large (default small)
  --platform PLATFORM    shopify, shoplazza or both (default shopify)`;

/** @throws {Error} in words for the person who typed it */
export function readFlags(args: string[]): DemoFlags {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4400' },
      'data-dir': { type: 'string', default: '.tagalong' },
      fresh: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      'store-size': { type: 'string', default: 'small' },
      platform: { type: 'string', default: 'shopify' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_529) {
    throw new Error(`--port must be a whole number from 1024 to 65529, not "${values.port}".`);
  }
  const storeSize = values['store-size'];
  if (storeSize !== 'small' && storeSize !== 'medium' && storeSize !== 'large') {
    throw new Error(`--store-size must be small, medium or large, not "${storeSize}".`);
  }
  const platforms = chosen[values.platform];
  if (!platforms) throw new Error(`--platform must be shopify, shoplazza or both, not "${values.platform}".`);
  return { port, dataDir: values['data-dir'], fresh: values.fresh, headless: values.headless, storeSize, platforms };
}

const chosen: Record<string, DemoPlatform[]> = {
  shopify: ['shopify'],
  shoplazza: ['shoplazza'],
  both: ['shopify', 'shoplazza'],
};
