import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  isListType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { refuse } from './graphql/context';
import { prepare } from './graphql/execute';
import { publishedSchema } from './graphql/schema';

/** What the platform asks of a bulk query: at least one connection, at most five, two deep, none within a list. */
export function checkQuery(query: string): void {
  const { document, errors } = prepare(query);
  const first = errors[0];
  if (document === null || first !== undefined) {
    refuse(['query'], `Invalid bulk query: ${first?.message ?? ''}`, 'INVALID');
  }
  const root = rootFields(document);
  if (root.length !== 1) refuse(['query'], 'Bulk queries must contain exactly one top-level field', 'INVALID');
  const info = new TypeInfo(publishedSchema().schema);
  let total = 0;
  let depth = 0;
  let lists = 0;
  let problem: string | null = null;
  const isConnection = () => getNamedType(info.getType() ?? null)?.name.endsWith('Connection') === true;
  const isList = () => {
    const type = info.getType();
    const parent = info.getParentType()?.name ?? '';
    return (
      type !== null && type !== undefined && isListType(getNullableType(type)) && !/(Connection|Edge)$/.test(parent)
    );
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter: (node) => {
          if (isConnection()) {
            total += 1;
            depth += 1;
            if (lists > 0)
              problem ??= 'Queries that contain a connection field within a list field are not currently supported.';
            if (depth > 2) problem ??= 'Bulk queries cannot contain connections with a nesting depth greater than 2.';
            if (depth > 1 && !parentSelectsId(document, node)) {
              problem ??=
                "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type.";
            }
          }
          if (isList()) lists += 1;
        },
        leave: () => {
          if (isConnection()) depth -= 1;
          if (isList()) lists -= 1;
        },
      },
    }),
  );
  if (total === 0) problem = 'Bulk queries must contain at least one connection.';
  if (total > 5) problem ??= 'Bulk queries cannot contain more than 5 connections.';
  if (problem !== null) refuse(['query'], problem, 'INVALID');
}

function rootFields(document: DocumentNode): FieldNode[] {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== 'query') {
    return refuse(['query'], 'Only one query operation is supported.', 'INVALID');
  }
  return operation.selectionSet.selections.filter((one): one is FieldNode => one.kind === Kind.FIELD);
}

function parentSelectsId(document: DocumentNode, child: FieldNode): boolean {
  let found = false;
  visit(document, {
    SelectionSet(set) {
      if (!set.selections.includes(child)) return;
      found = set.selections.some(
        (one) => one.kind === Kind.FIELD && one.name.value === 'id' && one.alias === undefined,
      );
      // ids that come from a fragment are seen as well
      if (!found) found = set.selections.some((one) => one.kind !== Kind.FIELD);
    },
  });
  return found;
}
