import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type FragmentDefinitionNode,
  GraphQLError,
  type IntrospectionQuery,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
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
 * @throws {Error} naming file and line of every operation that the real schema would refuse
 */
export async function generateOperations(): Promise<string[]> {
  const published = JSON.parse(gunzipSync(await readFile(schemaFile)).toString('utf8')) as {
    data: IntrospectionQuery;
    offline_scopes: { items: ScopeTable };
  };
  const schema = buildClientSchema(published.data, { assumeValid: true });
  const documents = await Promise.all((await operationFiles()).map(readDocument));
  const all = { kind: Kind.DOCUMENT, definitions: documents.flatMap((document) => document.definitions) } as const;
  const errors = validate(schema, all, undefined, { maxErrors: 20 });
  if (errors.length > 0) throw new Error(errors.map(where).join('\n'));

  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of all.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const granted = scopesIn(await readFile(tomlFile, 'utf8'));
  const refused = missingScopes(
    usesOf(schema, all, new TypeInfo(schema), visit, visitWithTypeInfo),
    published.offline_scopes.items,
    granted,
  );
  if (refused.length > 0) throw new Error(refused.join('\n'));

  const parts = operations.map((operation) => {
    const name = operation.name?.value ?? '';
    const needed = fragmentsOf(operation, fragments);
    const text = [operation, ...needed].map((node) => print(node)).join('\n');
    const { variables, result } = typesOf(schema, operation, fragments);
    return [
      `export type ${name}Variables = ${variables};`,
      `export type ${name}Result = ${result};`,
      `/** ${operation.loc?.source.name}:${operation.loc?.startToken.line} */`,
      `export const ${name}: Operation<${name}Variables, ${name}Result> = { name: '${name}', text: ${JSON.stringify(text)} };`,
    ].join('\n');
  });
  await mkdir(path.dirname(output), { recursive: true });
  await writeFile(output, `${head}\n${parts.join('\n\n')}\n`);
  return [output];
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

async function readDocument(file: string) {
  const source = new Source(await readFile(file, 'utf8'), file);
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

function scopesIn(toml: string): string[] {
  return (/^scopes\s*=\s*"([^"]*)"/m.exec(toml)?.[1] ?? '').split(',').map((scope) => scope.trim());
}
