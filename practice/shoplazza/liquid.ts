import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Liquid, type TagToken, type TopLevelToken } from 'liquidjs';
import { productView } from './dialect';
import type { ProductDoc } from './docs';
import type { Room } from './platform';

/** Renders the app block in Shoplazza's Liquid: `use` loads a style, texts come from locales/{language}.json. */
export function createTheme(extensionDir: string) {
  const engine = new Liquid({ root: path.join(extensionDir, 'snippets'), extname: '.liquid' });
  engine.registerTag('use', {
    parse(token: TagToken) {
      this.file = /"([\w.-]+)"/.exec(token.args)?.[1] ?? '';
    },
    render(_, emitter) {
      emitter.write(`<link rel="stylesheet" href="/assets/${this.file}">`);
    },
  });
  engine.registerTag('schema', {
    parse(_: TagToken, rest: TopLevelToken[]) {
      while (rest.length > 0) {
        const next = rest.shift() as TagToken | undefined;
        if (next?.name === 'endschema') return;
      }
    },
    render() {},
  });
  engine.registerFilter('asset_url', (name: string) => `/assets/${name}`);
  engine.registerFilter('t', function (key: string) {
    const words = this.context.getSync(['words']) as Record<string, unknown>;
    const found = key.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], words);
    return typeof found === 'string' ? found : key;
  });
  return {
    /** The block as it stands in the product page; nothing where the extension has none. */
    async block(room: Room, product: ProductDoc, language: string): Promise<string> {
      const read = (...file: string[]) => readFileSync(path.join(extensionDir, ...file), 'utf8');
      const collections = room
        .shelf('collection')
        .all()
        .filter((one) => one.productIds.includes(product.id));
      const metafields: Record<string, Record<string, unknown>> = {};
      for (const { namespace, key, value, type } of room.shelf('metafield').all()) {
        metafields[namespace] = { ...metafields[namespace], [key]: type === 'JSON' ? JSON.parse(value) : value };
      }
      return engine.parseAndRender(read('blocks', 'add-ons.liquid'), {
        product: { ...(productView('old', product) as object), collections },
        shop: { metafields, currency: room.store().currency },
        block: { settings: {} },
        words: JSON.parse(read('locales', `${language}.json`)),
      });
    },
    /** The embed block as it stands in the cart page. */
    embed(): Promise<string> {
      const text = readFileSync(path.join(extensionDir, 'blocks', 'cart.liquid'), 'utf8');
      return engine.parseAndRender(text, { template: 'cart', request: { path: '/cart' } });
    },
  };
}
