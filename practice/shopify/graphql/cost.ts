import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { publishedSchema } from './schema';

type Variables = Record<string, unknown>;

/**
 * What a query costs. Leaves and money bags are free, an object is one point, a connection two and its nodes
 * times a little more than the root of the page size: the formula that fits the costs in the recordings.
 * With `data`, the cost of what came; without, of what was asked for.
 */
export function costOf(document: DocumentNode, variables: Variables, data?: unknown): number {
  const { schema } = publishedSchema();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) return 0;
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return 0;
  const mutation = operation.operation === 'mutation';

  const under = (set: SelectionSetNode | undefined, type: GraphQLNamedType, value: unknown, asked: boolean): number => {
    if (set === undefined) return 0;
    let cost = 0;
    for (const one of set.selections) {
      if (one.kind === Kind.FIELD) cost += field(one, type, value, asked);
      else if (one.kind === Kind.INLINE_FRAGMENT) {
        const on = one.typeCondition === undefined ? type : schema.getType(one.typeCondition.name.value);
        cost += under(one.selectionSet, on ?? type, value, asked);
      } else {
        const fragment = fragments.get(one.name.value);
        const on = fragment === undefined ? undefined : schema.getType(fragment.typeCondition.name.value);
        if (fragment !== undefined && on !== undefined) cost += under(fragment.selectionSet, on, value, asked);
      }
    }
    return cost;
  };
  const field = (node: FieldNode, parent: GraphQLNamedType, value: unknown, asked: boolean): number => {
    if (!isObjectType(parent) && !('getFields' in parent)) return 0;
    const definition = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    if (definition === undefined) return 0;
    const type = getNamedType(definition.type);
    const key = node.alias?.value ?? node.name.value;
    const got = (value as Record<string, unknown> | null | undefined)?.[key];
    if (!asked && (got === null || got === undefined)) return 0;
    if (isLeafType(type) || type.name === 'MoneyBag' || type.name === 'MoneyV2' || type.name === 'UserError') return 0;
    if (!isObjectType(type) && !isAbstractType(type)) return 0;
    if (mutation && parent === root) return 10;
    if (type.name.endsWith('Connection')) return connection(node, type, got, asked);
    if (type.name === 'PageInfo') return 1;
    if (!asked && Array.isArray(got))
      return got.reduce((sum, one) => sum + 1 + under(node.selectionSet, type, one, false), 0);
    return idsOf(node, variables) * (1 + under(node.selectionSet, type, got, asked));
  };
  const connection = (node: FieldNode, type: GraphQLNamedType, got: unknown, asked: boolean): number => {
    const argument = node.arguments?.find((one) => one.name.value === 'first' || one.name.value === 'last')?.value;
    const size =
      argument?.kind === Kind.INT
        ? Number(argument.value)
        : argument?.kind === Kind.VARIABLE
          ? Number(variables[argument.name.value] ?? 0)
          : 0;
    let each = 0;
    let page = 0;
    for (const one of node.selectionSet?.selections ?? []) {
      if (one.kind !== Kind.FIELD) continue;
      if (one.name.value === 'pageInfo') page = 1;
      const fields = 'getFields' in type ? type.getFields() : {};
      const item = fields[one.name.value];
      if (item === undefined || !['nodes', 'edges'].includes(one.name.value)) continue;
      const inner = getNamedType(item.type);
      const rows = (got as Record<string, unknown[]> | undefined)?.[one.alias?.value ?? one.name.value] ?? [];
      if (!asked)
        return 2 + page + rows.reduce<number>((sum, row) => sum + 1 + under(one.selectionSet, inner, row, false), 0);
      const nested = under(one.selectionSet, inner, undefined, true);
      each = Math.max(each, one.name.value === 'edges' ? Math.max(1, nested) : 1 + nested);
    }
    return 2 + page + Math.round(Math.sqrt(size) + 0.3) * each;
  };
  return Math.max(mutation ? 10 : 1, under(operation.selectionSet, root, data, data === undefined));
}

/** `nodes(ids:)` costs once per id. */
function idsOf(node: FieldNode, variables: Variables): number {
  const ids = node.name.value === 'nodes' ? node.arguments?.find((one) => one.name.value === 'ids')?.value : undefined;
  if (ids?.kind === Kind.LIST) return ids.values.length;
  const given = ids?.kind === Kind.VARIABLE ? variables[ids.name.value] : undefined;
  return Array.isArray(given) ? given.length : 1;
}

/** The leaky bucket of one app in one store. */
export type Bucket = {
  take(cost: number): boolean;
  give(cost: number): void;
  status(): ThrottleStatus;
  /** queries taken and refused, and points spent for good, since it was made */
  counts(): { taken: number; refused: number; spent: number };
};
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

export function createBucket(now: () => Date, size: () => { maximum: number; restore: number }): Bucket {
  let available: number | null = null;
  let at = now().getTime();
  let spent = 0;
  let taken = 0;
  let refused = 0;
  const refill = () => {
    const { maximum, restore } = size();
    const time = now().getTime();
    available = Math.min(maximum, (available ?? maximum) + (Math.max(0, time - at) / 1000) * restore);
    at = time;
    return available;
  };
  return {
    take: (cost) => {
      const left = refill();
      if (left < cost) {
        refused += 1;
        return false;
      }
      available = left - cost;
      spent += cost;
      taken += 1;
      return true;
    },
    counts: () => ({ taken, refused, spent }),
    give: (cost) => {
      spent -= cost;
      available = Math.min(size().maximum, refill() + cost);
    },
    status: () => ({
      maximumAvailable: size().maximum,
      currentlyAvailable: Math.floor(refill()),
      restoreRate: size().restore,
    }),
  };
}
