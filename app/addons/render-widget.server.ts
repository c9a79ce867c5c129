import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Liquid, type TagToken, type TopLevelToken } from 'liquidjs';

/**
 * The storefront's widget, drawn here as a shop draws it: the files of the theme extension with the objects that
 * Liquid has there. For the editor's preview, and for tests.
 */
export const extensionDir = path.resolve('extensions/tagalong-widget');

/** Shopify's own objects (product, app, shop, ...), which snippets see too. */
export type WidgetWorld = Record<string, unknown> & {
  request: { locale: { iso_code: string }; design_mode: boolean };
};

/**
 * @param currency what `money` writes amounts in
 * @param settings what the merchant set in the theme editor; the rest is as the block's schema says
 */
export function renderWidget(
  world: WidgetWorld,
  currency: string,
  settings: Record<string, unknown> = {},
): Promise<string> {
  const block = { id: 'b1', settings: { ...blockDefaults(), ...settings }, shopify_attributes: '' };
  return engine(world.request.locale.iso_code, currency).renderFile('add-ons', { block }, { globals: world });
}

/** A script or style sheet of the extension, as it is shipped. */
export function widgetAsset(name: string): string {
  return readFileSync(path.join(extensionDir, 'assets', name), 'utf8');
}

/** The block's schema, parsed. */
export function blockSchema(): { settings: { id: string; default?: unknown }[] } {
  const text = readFileSync(path.join(extensionDir, 'blocks/add-ons.liquid'), 'utf8');
  const schema = /\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(text)?.[1];
  return JSON.parse(schema ?? '{}');
}

function blockDefaults(): Record<string, unknown> {
  return Object.fromEntries(blockSchema().settings.map((setting) => [setting.id, setting.default ?? '']));
}

function engine(locale: string, currency: string): Liquid {
  const liquid = new Liquid({
    root: [path.join(extensionDir, 'blocks')],
    partials: [path.join(extensionDir, 'snippets')],
    extname: '.liquid',
    strictFilters: true,
  });
  for (const tag of ['schema', 'doc']) swallow(liquid, tag);
  const words = translations(locale);
  liquid.registerFilter('t', (key: string, ...named: [string, unknown][]) => {
    const found = key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], words);
    if (typeof found !== 'string') throw new Error(`no words for ${key} in ${locale}`);
    return named.reduce((text, [name, value]) => text.replace(`{{ ${name} }}`, String(value)), found);
  });
  liquid.registerFilter('money', (cents: number) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100),
  );
  return liquid;
}

/** Reads past a tag whose body is for tools, not for shoppers. */
function swallow(liquid: Liquid, name: string): void {
  liquid.registerTag(name, {
    parse(_tag: TagToken, remaining: TopLevelToken[]) {
      for (let token = remaining.shift(); token; token = remaining.shift()) {
        if ((token as TagToken).name === `end${name}`) return;
      }
      throw new Error(`${name} is not closed`);
    },
    *render() {},
  });
}

/** The widget's own words; English where a language has none. */
export function translations(locale: string): Record<string, unknown> {
  const read = (file: string) => JSON.parse(readFileSync(path.join(extensionDir, 'locales', file), 'utf8'));
  const own = ['de', 'fr'].find((language) => language === locale.split('-')[0]);
  return read(own ? `${own}.json` : 'en.default.json');
}
