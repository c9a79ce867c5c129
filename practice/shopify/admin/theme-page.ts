import { type Html, html } from '../../web/html';
import { type ThemeBlock, themeBlocks } from '../storefront/theme-blocks';
import type { StoreInfo, World } from '../world';

/** A stand-in for the theme editor: every block of the app's extension, with the button that puts it in or takes it out. */
export function themePage(world: World, store: StoreInfo): Html {
  const blocks = themeBlocks(world.options.extensionDir);
  return html`<div class="page-head"><h1>Theme editor</h1></div>
    <div class="card">
      <p>A save in the real theme editor does what these buttons do: blocks stand in the theme or not.</p>
      <ul>
        ${blocks.map(
          (block) => html`<li>
            <form method="post">
              <input type="hidden" name="block" value="${block.handle}" />
              ${block.schema.name} (${placeOf(block)}):
              ${
                isPlaced(store, block)
                  ? html`<span class="badge good">in the theme</span> <button class="button" name="do" value="remove">Take out ${block.schema.name}</button>`
                  : html`<span class="badge">not in the theme</span> <button class="button" name="do" value="place">Put in ${block.schema.name}</button>`
              }
            </form>
          </li>`,
        )}
      </ul>
    </div>`;
}

/** Whether the merchant has the block in the theme; from the start every block is, as if each had been placed. */
export function isPlaced(store: StoreInfo, block: ThemeBlock): boolean {
  return !store.removedBlocks.includes(block.handle);
}

function placeOf({ schema }: ThemeBlock): string {
  return schema.target === 'section' ? 'block on product pages' : 'app embed';
}
