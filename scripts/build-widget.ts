import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformWithEsbuild } from 'vite';

/**
 * npm run widget
 * Writes what shops load from its readable source, into the assets of each platform's extension. Both are in the
 * repository, because the platforms' deploys take the assets as they lie there; a test fails when they differ.
 */
const source = path.resolve('extensions/widget-source');
const assets = path.resolve('extensions/tagalong-widget/assets');
const shoplazzaAssets = path.resolve('extensions/tagalong-shoplazza/assets');

/** Scripts of several parts, each after those that it needs. */
const shoplazzaScripts = {
  'tagalong-shoplazza.js': ['rung', 'match', 'cart-read', 'cart', 'parts', 'block'],
  'tagalong-shoplazza-cart.js': ['cart-read', 'cart', 'keep'],
};
/** What is no asset of a theme: the platform's own tools build them further, so they stay readable. */
const shoplazzaSources = {
  'tagalong-shoplazza-checkout/src/index.js': ['cart-read', 'checkout', 'checkout-place'],
  'tagalong-shoplazza-prices/src/function.js': ['rung', 'cart-read', 'prices', 'prices-run'],
};

/** File name and text of every script that Shopify's shops load: each file of the source on its own. */
export async function builtScripts(): Promise<Map<string, string>> {
  const built = new Map<string, string>();
  for (const file of (await readdir(source)).filter((name) => name.endsWith('.js')).sort()) {
    built.set(`tagalong-${file}`, await minified(await readFile(path.join(source, file), 'utf8'), file));
  }
  return built;
}

/** The same for Shoplazza's shops, and the style that all shops have. */
export async function builtForShoplazza(): Promise<Map<string, string>> {
  const built = new Map([['tagalong.css', await readFile(path.join(assets, 'tagalong.css'), 'utf8')]]);
  for (const [file, parts] of Object.entries(shoplazzaScripts)) {
    built.set(file, await minified(`(() => {\n${await joined(parts)}\n})();\n`, file));
  }
  return built;
}

/** The same for its checkout and its cart, by their place in the folder of extensions. */
export async function builtSourcesForShoplazza(): Promise<Map<string, string>> {
  const built = new Map<string, string>();
  for (const [file, parts] of Object.entries(shoplazzaSources)) {
    const note = '// Written by `npm run widget` from extensions/widget-source/shoplazza; change it there.\n';
    built.set(file, `${note}${await joined(parts)}`);
  }
  return built;
}

/** The parts behind each other; what they have from one another needs no import then. */
async function joined(parts: string[]): Promise<string> {
  const texts = await Promise.all(parts.map((name) => readFile(path.join(source, 'shoplazza', `${name}.js`), 'utf8')));
  return texts.map((text) => text.replace(/^import [^;]*'\.[^;]*;\n/gm, '').replace(/^export /gm, '')).join('\n');
}

async function minified(text: string, file: string): Promise<string> {
  // Browsers of the last five years.
  return (await transformWithEsbuild(text, file, { minify: true, target: 'es2022', legalComments: 'none' })).code;
}

if (process.argv[1] === import.meta.filename) {
  for (const [folder, built] of [
    [assets, await builtScripts()],
    [shoplazzaAssets, await builtForShoplazza()],
    [path.resolve('extensions'), await builtSourcesForShoplazza()],
  ] as const) {
    for (const [file, code] of built) {
      await writeFile(path.join(folder, file), code);
      console.log(`${file}: ${Buffer.byteLength(code)} bytes`);
    }
  }
}
