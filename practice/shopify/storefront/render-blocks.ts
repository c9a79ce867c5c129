import { type Html, html, raw } from '../../web/html';
import { cartObject, globalObjects } from './liquid-objects';
import type { Shopper } from './shopper';
import { defaultSettings, fits, type ThemeBlock, themeBlocks } from './theme-blocks';
import { themeLiquid } from './theme-liquid';

export type RenderedBlocks = { section: Html; head: Html; body: Html };

/**
 * Renders the app's blocks for a page, with their defaults, where the merchant has them in the theme: app
 * blocks beside the product, app embeds in head and body. Their script and style come along, once each.
 */
export async function renderBlocks(
  shopper: Shopper,
  template: string,
  path: string,
  objects: Record<string, unknown>,
): Promise<RenderedBlocks> {
  const { world, market, locale } = shopper;
  const { extensionDir } = world.options;
  const blocks = themeBlocks(extensionDir).filter(
    (block) => fits(block, template) && !shopper.store.removedBlocks.includes(block.handle),
  );
  const section = blocks.filter((block) => block.schema.target === 'section' && template === 'product');
  const head = blocks.filter(({ schema }) => ['head', 'compliance_head'].includes(schema.target));
  const body = blocks.filter(({ schema }) => schema.target === 'body');
  if (section.length + head.length + body.length === 0) return { section: html``, head: html``, body: html`` };
  const engine = themeLiquid({ extensionDir, locale, currency: market.currency });
  // Shopify's own objects are seen in rendered snippets too, a page's are not.
  const globals = globalObjects(shopper, await cartObject(shopper), path, template);
  const common = { ...objects, template };
  const render = async (some: ThemeBlock[]) => {
    const texts = await Promise.all(
      some.map(async (block) => {
        const id = `tagalong_${block.handle.replaceAll('-', '_')}`;
        const own = { id, settings: defaultSettings(block), shopify_attributes: `data-shopify-editor-block="${id}"` };
        const text = await engine.parseAndRender(
          block.liquid,
          { ...common, block: own, section: { id: 'main' } },
          { globals },
        );
        return `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${text}</div>`;
      }),
    );
    return raw(texts.join('\n'));
  };
  const used = [...section, ...head, ...body];
  const names = (of: 'javascript' | 'stylesheet') => [...new Set(used.flatMap(({ schema }) => schema[of] ?? []))];
  const assets = html`${names('stylesheet').map((name) => html`<link rel="stylesheet" href="/extensions/tagalong/assets/${name}" />`)}
  ${names('javascript').map((name) => html`<script src="/extensions/tagalong/assets/${name}" defer></script>`)}`;
  return { section: await render(section), head: html`${assets}${await render(head)}`, body: await render(body) };
}
