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

/** Parts of one script, each after those that it needs. */
const shoplazzaParts = ['match', 'cart', 'block'];

/** File name and text of every script that Shopify's shops load: each file of the source on its own. */
export async function builtScripts(): Promise<Map<string, string>> {
  const built = new Map<string, string>();
  for (const file of (await readdir(source)).filter((name) => name.endsWith('.js')).sort()) {
    built.set(`tagalong-${file}`, await minified(await readFile(path.join(source, file), 'utf8'), file));
  }
  return built;
}

/** The same for Shoplazza's shops: one script of several parts, and the style that all shops have. */
export async function builtForShoplazza(): Promise<Map<string, string>> {
  const parts = await Promise.all(
    shoplazzaParts.map((name) => readFile(path.join(source, 'shoplazza', `${name}.js`), 'utf8')),
  );
  const joined = parts.map((text) => text.replace(/^import [^;]*;\n/gm, '').replace(/^export /gm, '')).join('\n');
  return new Map([
    ['tagalong-shoplazza.js', await minified(`(() => {\n${joined}\n})();\n`, 'shoplazza.js')],
    ['tagalong.css', await readFile(path.join(assets, 'tagalong.css'), 'utf8')],
  ]);
}

async function minified(text: string, file: string): Promise<string> {
  // Browsers of the last five years.
  return (await transformWithEsbuild(text, file, { minify: true, target: 'es2022', legalComments: 'none' })).code;
}

if (process.argv[1] === import.meta.filename) {
  for (const [folder, built] of [
    [assets, await builtScripts()],
    [shoplazzaAssets, await builtForShoplazza()],
  ] as const) {
    for (const [file, code] of built) {
      await writeFile(path.join(folder, file), code);
      console.log(`${file}: ${Buffer.byteLength(code)} bytes`);
    }
  }
}
