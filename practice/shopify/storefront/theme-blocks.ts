import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type BlockSchema = {
  name: string;
  target: string;
  javascript?: string;
  stylesheet?: string;
  enabled_on?: { templates?: string[] };
  disabled_on?: { templates?: string[] };
  settings?: { id?: string; default?: unknown }[];
};

export type ThemeBlock = { handle: string; liquid: string; schema: BlockSchema };

const SCHEMA = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/;

/** The blocks of the theme app extension as they lie on the disk now, with their schema read. */
export function themeBlocks(extensionDir: string): ThemeBlock[] {
  const folder = path.join(extensionDir, 'blocks');
  if (!existsSync(folder)) return [];
  const words = editorWords(extensionDir);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.liquid'))
    .sort()
    .map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const schema = JSON.parse(SCHEMA.exec(text)?.[1] ?? '{"name":"","target":"section"}') as BlockSchema;
      return {
        handle: name.replace(/\.liquid$/, ''),
        liquid: text.replace(SCHEMA, ''),
        schema: { ...schema, name: words(schema.name) },
      };
    });
}

/** `t:block.name` in a schema is a key of the default language's schema words. */
function editorWords(extensionDir: string): (name: string) => string {
  const folder = path.join(extensionDir, 'locales');
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => name.endsWith('.default.schema.json'))
    : undefined;
  if (file === undefined) return (name) => name;
  const book = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
  return (name) => (name.startsWith('t:') ? String(lookUp(book, name.slice(2)) ?? name) : name);
}

/** Whether a block may stand on pages of this template. */
export function fits(block: ThemeBlock, template: string): boolean {
  const { enabled_on: on, disabled_on: off } = block.schema;
  if (off?.templates?.some((one) => one === template || one === '*')) return false;
  return on?.templates === undefined || on.templates.some((one) => one === template || one === '*');
}

/** What the merchant would see in the theme editor before changing anything. */
export function defaultSettings(block: ThemeBlock): Record<string, unknown> {
  const pairs = (block.schema.settings ?? []).flatMap(({ id, default: value }) =>
    id === undefined ? [] : [[id, value ?? null] as const],
  );
  return Object.fromEntries(pairs);
}

/** An asset of the extension with its type; null when there is none of this name. */
export function themeAsset(extensionDir: string, name: string): { type: string; body: Buffer } | null {
  const file = path.join(extensionDir, 'assets', path.basename(name));
  if (!existsSync(file)) return null;
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
  };
  return { type: types[path.extname(file)] ?? 'application/octet-stream', body: readFileSync(file) };
}

/** The extension's words for a language, falling back to its default language key by key. */
export function themeWords(extensionDir: string, locale: string): (key: string) => unknown {
  const folder = path.join(extensionDir, 'locales');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const fallback = names.find((name) => name.endsWith('.default.json'));
  const own = names.find((name) => name === `${locale}.json` || name === `${locale}.default.json`);
  const books = [own, fallback]
    .filter((name) => name !== undefined)
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Record<string, unknown>);
  return (key) => books.map((book) => lookUp(book, key)).find((found) => found !== undefined);
}

function lookUp(book: Record<string, unknown>, key: string): unknown {
  let here: unknown = book;
  for (const step of key.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}
