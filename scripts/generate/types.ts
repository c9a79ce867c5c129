import {
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** Writes the TypeScript types of an operation's variables and result, as inline object types. */
export function typesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
): { variables: string; result: string } {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`the schema has no ${operation.operation}`);
  const variables = (operation.variableDefinitions ?? []).map((one) => {
    const type = typeFromAST(schema, one.type as never) as GraphQLInputType;
    return field(one.variable.name.value, inputType(type, 0), isNonNullType(type));
  });
  return {
    variables: variables.length === 0 ? 'Record<string, never>' : `{ ${variables.join('; ')} }`,
    result: selectionType(schema, root, operation.selectionSet, fragments),
  };
}

function selectionType(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  selection: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
): string {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const shapes = new Map<string, { fields: Map<string, string>; names: string[] }>();
  for (const one of possible) {
    const found: Found = new Map();
    collect(schema, one, selection, fragments, found);
    const fields = new Map(
      [...found].map(([name, { type: fieldType, selections }]) => {
        if (fieldType === null) return [name, typenames];
        const merged: SelectionSetNode = {
          kind: Kind.SELECTION_SET,
          selections: selections.flatMap((s) => s.selections),
        };
        return [name, outputType(schema, fieldType, merged, fragments)];
      }),
    );
    // Types that look the same through this selection share one shape.
    const key = JSON.stringify([...fields]);
    const known = shapes.get(key) ?? { fields, names: [] };
    known.names.push(one.name);
    shapes.set(key, known);
  }
  const all = new Set([...shapes.values()].flatMap(({ fields }) => [...fields.keys()]));
  return [...shapes.values()].map(({ fields, names }) => shapeText(fields, names, all)).join(' | ');
}

type Found = Map<string, { type: GraphQLOutputType | null; selections: SelectionSetNode[] }>;

const typenames = '__TYPENAMES__';

/** What another type of the union has and this one has not is there as undefined, so that it may be asked for. */
function shapeText(fields: Map<string, string>, names: string[], all: Set<string>): string {
  const literal = names.length > 12 ? 'string' : names.map((name) => `'${name}'`).join(' | ');
  const parts = [...all].map((name) => {
    const type = fields.get(name);
    return type === undefined ? `${name}?: undefined` : `${name}: ${type.replaceAll(typenames, literal)}`;
  });
  return `{ ${parts.join('; ')} }`;
}

function collect(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selection: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
  fields: Found,
): void {
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      const name = node.alias?.value ?? node.name.value;
      const definition = node.name.value === '__typename' ? null : type.getFields()[node.name.value];
      if (definition === undefined) continue;
      const known = fields.get(name) ?? { type: definition?.type ?? null, selections: [] };
      if (node.selectionSet) known.selections.push(node.selectionSet);
      fields.set(name, known);
      continue;
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    const condition = inner?.typeCondition?.name.value;
    if (inner && (condition === undefined || applies(schema, type, schema.getType(condition)))) {
      collect(schema, type, inner.selectionSet, fragments, fields);
    }
  }
}

function applies(schema: GraphQLSchema, type: GraphQLObjectType, condition: GraphQLNamedType | undefined): boolean {
  if (condition === type) return true;
  return isAbstractType(condition) && schema.isSubType(condition, type);
}

function outputType(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selection: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
): string {
  if (isNonNullType(type)) return bare(schema, type.ofType, selection, fragments);
  return `${bare(schema, type, selection, fragments)} | null`;
}

function bare(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selection: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
): string {
  if (isListType(type)) return `(${outputType(schema, type.ofType, selection, fragments)})[]`;
  if (isScalarType(type)) return scalars[type.name] ?? 'string';
  if (isEnumType(type))
    return type.getValues().length > 20
      ? 'string'
      : type
          .getValues()
          .map((v) => `'${v.name}'`)
          .join(' | ');
  if (isObjectType(type) || isAbstractType(type)) return selectionType(schema, type, selection, fragments);
  throw new Error(`no type for ${String(type)}`);
}

/** Input objects more than four deep are not ours to fill. */
function inputType(type: GraphQLInputType, depth: number): string {
  if (isNonNullType(type)) return inputType(type.ofType, depth);
  if (isListType(type)) return `(${inputType(type.ofType, depth)})[]`;
  if (isScalarType(type)) return scalars[type.name] ?? 'string';
  if (isEnumType(type))
    return type.getValues().length > 20
      ? 'string'
      : type
          .getValues()
          .map((v) => `'${v.name}'`)
          .join(' | ');
  if (!isInputObjectType(type) || depth > 4) return 'unknown';
  const fields = Object.values(type.getFields()).map((one) =>
    field(one.name, inputType(one.type, depth + 1), isNonNullType(one.type) && one.defaultValue === undefined),
  );
  return `{ ${fields.join('; ')} }`;
}

function field(name: string, type: string, required: boolean): string {
  return required ? `${name}: ${type}` : `${name}?: ${type} | null | undefined`;
}

/** Money, Decimal, dates and 64-bit numbers are text on the wire. */
const scalars: Record<string, string> = { Int: 'number', Float: 'number', Boolean: 'boolean', JSON: 'unknown' };
