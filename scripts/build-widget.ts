import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformWithEsbuild } from 'vite';

/**
 * npm run widget
 * Writes the scripts that shops load from their readable source: extensions/widget-source/*.js, each on its own, into
 * the extension's assets. Both are in the repository, because Shopify's deploy takes the assets as they lie there; a
 * test fails when they differ.
 */
const source = path.resolve('extensions/widget-source');
const assets = path.resolve('extensions/tagalong-widget/assets');

/** File name and text of every script that is shipped. */
export async function builtScripts(): Promise<Map<string, string>> {
  const built = new Map<string, string>();
  for (const file of (await readdir(source)).filter((name) => name.endsWith('.js')).sort()) {
    const text = await readFile(path.join(source, file), 'utf8');
    // Browsers of the last five years.
    const { code } = await transformWithEsbuild(text, file, { minify: true, target: 'es2022', legalComments: 'none' });
    built.set(`tagalong-${file}`, code);
  }
  return built;
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, code] of await builtScripts()) {
    await writeFile(path.join(assets, file), code);
    console.log(`${file}: ${Buffer.byteLength(code)} bytes`);
  }
}
