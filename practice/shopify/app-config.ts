import { existsSync, readFileSync } from 'node:fs';

/** What the platform knows of the app from its shopify.app.toml. */
export type AppConfig = {
  scopes: string[];
  webhooks: { apiVersion: string; subscriptions: TomlSubscription[] };
  appProxy: { url: string; prefix: string; subpath: string } | null;
};

export type TomlSubscription = {
  topics: string[];
  uri: string;
  includeFields: string[];
  filter: string | null;
  name: string | null;
};

export function readAppConfig(tomlFile: string, appUrl: string): AppConfig {
  const tables = existsSync(tomlFile) ? readToml(readFileSync(tomlFile, 'utf8')) : {};
  const first = (name: string) => tables[name]?.[0] ?? {};
  const absolute = (uri: string) => (uri.startsWith('/') ? `${appUrl}${uri}` : uri);
  const proxy = first('app_proxy');
  return {
    scopes: String(first('access_scopes').scopes ?? '')
      .split(',')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== ''),
    webhooks: {
      apiVersion: String(first('webhooks').api_version ?? '2026-10'),
      subscriptions: (tables['webhooks.subscriptions'] ?? []).map((one) => ({
        topics: [...list(one.topics), ...list(one.compliance_topics)],
        uri: absolute(String(one.uri ?? '/webhooks')),
        includeFields: list(one.include_fields),
        filter: one.filter === undefined ? null : String(one.filter),
        name: one.name === undefined ? null : String(one.name),
      })),
    },
    appProxy:
      proxy.url === undefined
        ? null
        : {
            url: absolute(String(proxy.url)),
            prefix: String(proxy.prefix ?? 'apps'),
            subpath: String(proxy.subpath ?? ''),
          },
  };
}

type Value = string | number | boolean | string[];
type Tables = Record<string, Record<string, Value>[]>;

function list(value: Value | undefined): string[] {
  return Array.isArray(value) ? value : [];
}

/** As much of TOML as an app's configuration uses: tables, arrays of tables, text, numbers, lists of text. */
export function readToml(text: string): Tables {
  const tables: Tables = { '': [{}] };
  let current = tables['']?.[0] ?? {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = withoutComment(lines[at] ?? '');
    const table = /^\[\[?([\w.\-"]+)\]\]?$/.exec(line);
    if (table !== null) {
      current = {};
      const name = (table[1] ?? '').replaceAll('"', '');
      const group = tables[name] ?? [];
      group.push(current);
      tables[name] = group;
      continue;
    }
    const pair = /^([\w-]+)\s*=\s*(.*)$/.exec(line);
    if (pair === null) continue;
    let value = pair[2] ?? '';
    while (value.startsWith('[') && !value.endsWith(']') && at + 1 < lines.length) {
      at += 1;
      value += ` ${withoutComment(lines[at] ?? '')}`;
      value = value.trim();
    }
    if (value.startsWith('"""') && !/"""$/.test(value.slice(3))) {
      while (at + 1 < lines.length && !(lines[at + 1] ?? '').includes('"""')) {
        at += 1;
        value += `\n${lines[at]}`;
      }
      at += 1;
      value += lines[at] ?? '';
    }
    current[pair[1] ?? ''] = valueFrom(value);
  }
  return tables;
}

function withoutComment(line: string): string {
  const match = /^((?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*)#.*$/.exec(line);
  return (match?.[1] ?? line).trim();
}

function valueFrom(text: string): Value {
  if (text.startsWith('['))
    return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map((one) => one[1] ?? one[2] ?? '');
  if (text.startsWith('"""'))
    return text
      .slice(3)
      .replace(/"""$/, '')
      .replace(/\\?\n\s*/g, '');
  if (text.startsWith('"') || text.startsWith("'")) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  return Number(text);
}
