import path from 'node:path';
import { Liquid, type TagToken, type TopLevelToken } from 'liquidjs';
import { exact } from '../../money';
import { escapeHtml } from '../../web/html';
import { shownMoney } from '../../web/shown-money';
import { themeWords } from './theme-blocks';

export type ThemeVoice = { extensionDir: string; locale: string; currency: string };

/** A Liquid engine with the tags and filters that theme app extensions use, in the shopper's language and currency. */
export function themeLiquid({ extensionDir, locale, currency }: ThemeVoice): Liquid {
  const engine = new Liquid({
    root: [path.join(extensionDir, 'snippets'), path.join(extensionDir, 'blocks')],
    extname: '.liquid',
    relativeReference: false,
  });
  swallow(engine, 'doc');
  swallow(engine, 'schema');
  engine.registerFilter('t', translator(extensionDir, locale));
  engine.registerFilter('asset_url', (name: string) => `/extensions/tagalong/assets/${name}`);
  engine.registerFilter('stylesheet_tag', (url: string) => `<link rel="stylesheet" href="${escapeHtml(url)}">`);
  engine.registerFilter('script_tag', (url: string) => `<script src="${escapeHtml(url)}"></script>`);
  engine.registerFilter('money', (cents: unknown) => shownMoney(fromCents(cents), currency, locale));
  engine.registerFilter(
    'money_with_currency',
    (cents: unknown) => `${shownMoney(fromCents(cents), currency, locale)} ${currency}`,
  );
  engine.registerFilter('money_without_currency', (cents: unknown) => exact(fromCents(cents)).toFixed(2));
  engine.registerFilter('money_without_trailing_zeros', (cents: unknown) =>
    shownMoney(fromCents(cents), currency, locale).replace(/[.,]00(?=\D|$)/, ''),
  );
  engine.registerFilter('handleize', handleize);
  engine.registerFilter('handle', handleize);
  engine.registerFilter('image_url', imageUrl);
  engine.registerFilter('img_url', imageUrl);
  engine.registerFilter('pluralize', (count: number, one: string, many: string) => (count === 1 ? one : many));
  return engine;
}

/** `{{ 'key' | t: count: 2, name: 'x' }}`: the words of the extension's locales, with names filled in. */
function translator(extensionDir: string, locale: string) {
  const words = themeWords(extensionDir, locale);
  return (key: string, ...given: unknown[]) => {
    const values = new Map(given.filter((one): one is [string, unknown] => Array.isArray(one)));
    const found = words(String(key));
    const count = values.get('count');
    const text = isForms(found)
      ? (found[new Intl.PluralRules(locale).select(Number(count ?? 0))] ?? found.other)
      : found;
    if (typeof text !== 'string') return `Translation missing: ${locale}.${key}`;
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => escapeHtml(String(values.get(name) ?? '')));
  };
}

function isForms(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && 'other' in value;
}

function fromCents(cents: unknown): string {
  return exact(String(cents ?? 0) || '0')
    .div(100)
    .toFixed();
}

function handleize(text: string): string {
  return String(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function imageUrl(image: unknown): string {
  if (typeof image === 'string') return image;
  return String((image as { src?: string } | null)?.src ?? '');
}

/** A block tag whose content is for editors only. */
function swallow(engine: Liquid, name: string): void {
  engine.registerTag(name, {
    parse(_: TagToken, remaining: TopLevelToken[]) {
      while (remaining.length > 0) {
        const token = remaining.shift();
        if ((token as TagToken | undefined)?.name === `end${name}`) return;
      }
      throw new Error(`{% ${name} %} is not closed`);
    },
    render: () => '',
  });
}
