import {
  type DocumentNode,
  defaultFieldResolver,
  execute,
  GraphQLError,
  type GraphQLError as GraphQLErrorType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  parse,
  validate,
} from 'graphql';
import { connectionOf } from './connection';
import { type Context, Refused } from './context';
import { nodeOf } from './nodes';
import { queryRoot } from './queries';
import { publishedSchema } from './schema';
import { Link, type View } from './view';

export type MutationRoot = (context: Context) => Record<string, (args: never) => View>;

export type Answer = {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLErrorType[];
  /** null when the query was refused before it ran */
  document: DocumentNode | null;
};

const known = new Map<string, { document: DocumentNode; errors: readonly GraphQLErrorType[] }>();

/** Parses and validates against the published schema; asked again, it remembers. */
export function prepare(query: string): { document: DocumentNode | null; errors: readonly GraphQLErrorType[] } {
  const before = known.get(query);
  if (before !== undefined) return before;
  try {
    const document = parse(query);
    const prepared = { document, errors: validate(publishedSchema().schema, document) };
    if (known.size > 500) known.clear();
    known.set(query, prepared);
    return prepared;
  } catch (error) {
    if (error instanceof GraphQLError) return { document: null, errors: [error] };
    throw error;
  }
}

/** Runs a query or mutation on a store's ledger, as the published schema allows it. */
export async function runGraphql(options: {
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName?: string | undefined;
  context: Context;
  mutations: MutationRoot;
}): Promise<Answer> {
  const { document, errors } = prepare(options.query);
  if (document === null || errors.length > 0) return { errors, document: null };
  const { context } = options;
  const result = await execute({
    schema: publishedSchema().schema,
    document,
    rootValue: rootOf(context, options.mutations),
    contextValue: context,
    variableValues: options.variables ?? {},
    operationName: options.operationName ?? null,
    fieldResolver: resolveField,
  });
  return result.errors === undefined
    ? { data: result.data ?? null, document }
    : { data: result.data ?? null, errors: result.errors, document };
}

/** One object for both roots: graphql-js asks it for the fields of whichever operation runs. */
function rootOf(context: Context, mutations: MutationRoot): View {
  const changes: View = {};
  for (const [name, change] of Object.entries(mutations(context))) {
    changes[name] = (args: never) => {
      try {
        return { userErrors: [], ...change(args) };
      } catch (error) {
        if (error instanceof Refused) return { userErrors: error.errors, refused: true };
        throw error;
      }
    };
  }
  return { ...queryRoot(context), ...changes };
}

const resolveField: GraphQLFieldResolver<View, Context> = (source, args, context, info) => {
  const { fieldName, parentType, returnType } = info;
  if (fieldName.startsWith('__')) return defaultFieldResolver(source, args, context, info);
  if (context.scopes !== null) mayRead(context.scopes, parentType.name, fieldName, returnType);
  const kept = source[fieldName];
  const given = typeof kept === 'function' ? kept(args, context, info) : kept;
  const value = Array.isArray(given) ? given.map((one) => follow(context, one)) : follow(context, given);
  if (value === undefined) return missing(source, parentType.name, fieldName, returnType);
  if (Array.isArray(value)) {
    if (isConnection(returnType)) return connectionOf(value, args, context.bulk !== null);
    if (typeof args.first === 'number') return value.slice(0, args.first);
  }
  return value;
};

function follow(context: Context, value: unknown): unknown {
  return value instanceof Link ? nodeOf(context, value.globalId) : value;
}

function isConnection(type: GraphQLOutputType): boolean {
  return !isListType(getNullableType(type)) && getNamedType(type).name.endsWith('Connection');
}

/** What the ledger does not know: nothing where nothing is allowed, an honest error elsewhere. */
function missing(source: View, parent: string, field: string, type: GraphQLOutputType): unknown {
  const name = getNamedType(type).name;
  const set = source[`${field}Set`];
  if (set !== undefined && (name === 'Money' || name === 'MoneyV2')) {
    const shop = (typeof set === 'function' ? set({}) : set)?.shopMoney;
    return name === 'Money' ? shop?.amount : shop;
  }
  if (parent === 'Mutation' || parent === 'QueryRoot') throw notImitated(parent, field);
  if (!isNonNullType(type)) return null;
  if (isListType(type.ofType)) return [];
  if (isConnection(type)) return { nodes: [], edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };
  if (name === 'Boolean') return false;
  if (name === 'Int' || name === 'UnsignedInt64' || name === 'Float') return 0;
  throw notImitated(parent, field);
}

function notImitated(parent: string, field: string): GraphQLError {
  return new GraphQLError(`The practice Shopify does not imitate ${parent}.${field}`, {
    extensions: { code: 'NOT_IMITATED' },
  });
}

const verdicts = new WeakMap<ReadonlySet<string>, Map<string, string | null>>();

function mayRead(scopes: ReadonlySet<string>, parent: string, field: string, type: GraphQLOutputType): void {
  let of = verdicts.get(scopes);
  if (of === undefined) {
    of = new Map();
    verdicts.set(scopes, of);
  }
  const key = `${parent}.${field}`;
  let verdict = of.get(key);
  if (verdict === undefined) {
    verdict = wantedFor(key, scopes) ?? wantedFor(getNamedType(type).name, scopes);
    // the payload of a mutation may show what the mutation was allowed to write
    if (parent !== 'Mutation' && verdict === null)
      verdict = wantedFor(getNamedType(type).name.replace(/Connection$/, ''), scopes);
    of.set(key, verdict);
  }
  if (verdict === null) return;
  throw new GraphQLError(`Access denied for ${field} field. Required access: ${verdict}`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: verdict,
    },
  });
}

function wantedFor(key: string, scopes: ReadonlySet<string>): string | null {
  const rule = publishedSchema().access.get(key);
  if (rule === undefined) return null;
  const has = (scope: string) => scopes.has(scope) || scopes.has(scope.replace(/^read_/, 'write_'));
  return rule.scopes.some(has) ? null : rule.wording;
}
