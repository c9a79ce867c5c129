import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

export type PublishedSchema = {
  schema: GraphQLSchema;
  /** `Type` and `Type.field` to the scopes of which one is enough, and how the platform words it */
  access: Map<string, { scopes: string[]; wording: string }>;
};

let published: PublishedSchema | null = null;

/** The Admin API schema 2026-10 as published, read once, when first needed. */
export function publishedSchema(): PublishedSchema {
  published ??= read();
  return published;
}

type File = {
  data: IntrospectionQuery;
  offline_scopes: {
    items: { typeName: string; fieldName?: string; offlineScopes: string[]; requiredAccess: string }[];
  };
};

function read(): PublishedSchema {
  const zipped = readFileSync(
    fileAbove(import.meta.dirname, 'node_modules/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz'),
  );
  const file = JSON.parse(gunzipSync(zipped).toString('utf8')) as File;
  const access: PublishedSchema['access'] = new Map();
  for (const item of file.offline_scopes.items) {
    if (item.offlineScopes.length === 0) continue;
    const key = item.fieldName === undefined ? item.typeName : `${item.typeName}.${item.fieldName}`;
    access.set(key, { scopes: item.offlineScopes, wording: item.requiredAccess });
  }
  return { schema: buildClientSchema(file.data, { assumeValid: true }), access };
}

/** The package hides its data behind its exports, so it is looked for from here upwards. */
function fileAbove(folder: string, name: string): string {
  const here = path.join(folder, name);
  if (existsSync(here)) return here;
  if (path.dirname(folder) === folder) throw new Error(`not installed: ${name}`);
  return fileAbove(path.dirname(folder), name);
}
