import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  type IntrospectionQuery,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  validate,
  visit,
} from 'graphql';
import { missingScopes, type ScopeTable, usesOf } from './scopes';
import { typesOf } from './types';

/**
 * Reads the operations of app/platforms/shopify/operations, checks each against the published schema of the Admin API
 * and against the scopes that shopify.app.toml asks for, and writes them as typed documents.
 */
export const schemaFile = 'node_modules/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz';
export const tomlFile = 'shopify.app.toml';
const folder = 'app/platforms/shopify/operations';
const output = 'app/platforms/shopify/generated/operations.ts';

export async function operationFiles(): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => path.join(folder, name));
}

/**
 * Writes the typed operations.
 * @returns the files written
 * @throws {Error} naming file and line of every operation that the real platform would refuse
 */
export async function generateOperations(): Promise<string[]> {
  const files = await operationFiles();
  const sources = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
  const text = compileOperations(await publishedSchema(), sources, scopesIn(await readFile(tomlFile, 'utf8')));
  await mkdir(path.dirname(output), { recursive: true });
  await writeFile(output, text);
  return [output];
}

export type Published = { schema: GraphQLSchema; scopes: ScopeTable };

/** The schema that Shopify publishes, with its table of scopes. */
export async function publishedSchema(): Promise<Published> {
  const { data, offline_scopes } = JSON.parse(gunzipSync(await readFile(schemaFile)).toString('utf8')) as {
    data: IntrospectionQuery;
    offline_scopes: { items: ScopeTable };
  };
  return { schema: buildClientSchema(data, { assumeValid: true }), scopes: offline_scopes.items };
}

/** Checks the operations and writes them as TypeScript. */
export function compileOperations(
  { schema, scopes }: Published,
  sources: { file: string; text: string }[],
  granted: string[],
): string {
  const documents = sources.map(({ file, text }) => parsed(new Source(text, file)));
  const all: DocumentNode = { kind: Kind.DOCUMENT, definitions: documents.flatMap((document) => document.definitions) };
  const errors = validate(schema, all, undefined, { maxErrors: 20 });
  if (errors.length > 0) throw new Error(errors.map(where).join('\n'));
  const refused = missingScopes(usesOf(schema, all), scopes, granted);
  if (refused.length > 0) throw new Error(refused.join('\n'));

  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of all.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const parts = operations.map((operation) => {
    const name = operation.name?.value ?? '';
    const text = [operation, ...fragmentsOf(operation, fragments)].map((node) => print(node)).join('\n');
    const { variables, result } = typesOf(schema, operation, fragments);
    return [
      `export type ${name}Variables = ${variables};`,
      `export type ${name}Result = ${result};`,
      `/** ${operation.loc?.source.name}:${operation.loc?.startToken.line} */`,
      `export const ${name}: Operation<${name}Variables, ${name}Result> = { name: '${name}', text: ${JSON.stringify(text)} };`,
    ].join('\n');
  });
  return `${head}\n${parts.join('\n\n')}\n`;
}

const head = `// Made by scripts/generate.ts from the .graphql files of ../operations; do not edit.
declare const shape: unique symbol;
/** A checked operation; the types of its variables and its result travel with it. */
export type Operation<Variables, Result> = {
  name: string;
  text: string;
  readonly [shape]?: (variables: Variables) => Result;
};
`;

function parsed(source: Source): DocumentNode {
  try {
    return parse(source);
  } catch (error) {
    throw new Error(error instanceof GraphQLError ? where(error) : String(error));
  }
}

function where(error: GraphQLError): string {
  const line = error.locations?.[0]?.line ?? 1;
  const source = error.nodes?.[0]?.loc?.source.name ?? error.source?.name ?? folder;
  return `${source}:${line}: ${error.message}`;
}

/** The fragments that a definition spreads, at any depth, each once. */
function fragmentsOf(
  node: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
  found = new Map<string, FragmentDefinitionNode>(),
): FragmentDefinitionNode[] {
  visit(node, {
    FragmentSpread(spread) {
      const fragment = fragments.get(spread.name.value);
      if (!fragment || found.has(spread.name.value)) return;
      found.set(spread.name.value, fragment);
      fragmentsOf(fragment, fragments, found);
    },
  });
  return [...found.values()];
}

/** The scopes that the app's toml asks for. */
export function scopesIn(toml: string): string[] {
  return (/^scopes\s*=\s*"([^"]*)"/m.exec(toml)?.[1] ?? '').split(',').map((scope) => scope.trim());
}
