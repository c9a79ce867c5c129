import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Shopify's own table of the scopes that types and fields need; one of the listed is enough. */
export type ScopeTable = { type: string; typeName: string; fieldName?: string; offlineScopes: string[] }[];

/** A field that an operation asks for, and where. */
export type Use = { typeName: string; fieldName: string; returns: string; place: string };

/** Every field that the document asks for, with the type it answers. */
export function usesOf(schema: GraphQLSchema, document: DocumentNode): Use[] {
  const info = new TypeInfo(schema);
  const uses: Use[] = [];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        const type = getNamedType(info.getType());
        if (!parent || !type) return;
        uses.push({
          typeName: parent.name,
          fieldName: node.name.value,
          returns: isCompositeType(type) ? type.name : '',
          place: `${node.loc?.source.name}:${node.loc?.startToken.line}`,
        });
      },
      InlineFragment(node) {
        const type = info.getType();
        if (type)
          uses.push({
            typeName: '',
            fieldName: '',
            returns: getNamedType(type).name,
            place: `${node.loc?.source.name}:${node.loc?.startToken.line}`,
          });
      },
    }),
  );
  return uses;
}

/** One sentence for each field or type that needs a scope which is not granted. */
export function missingScopes(uses: Use[], table: ScopeTable, granted: string[]): string[] {
  const ofType = new Map<string, string[]>();
  const ofField = new Map<string, string[]>();
  for (const { type, typeName, fieldName, offlineScopes } of table) {
    if (offlineScopes.length === 0) continue;
    if (type === 'field') ofField.set(`${typeName}.${fieldName}`, offlineScopes);
    else ofType.set(typeName, offlineScopes);
  }
  // To write is to read.
  const has = (scope: string) => granted.includes(scope) || granted.includes(scope.replace(/^read_/, 'write_'));
  const sentences = uses.flatMap(({ typeName, fieldName, returns, place }) => {
    const needs: [string, string[] | undefined][] = [
      [`${typeName}.${fieldName}`, ofField.get(`${typeName}.${fieldName}`)],
      [returns, ofType.get(returns)],
    ];
    return needs.flatMap(([what, scopes]) =>
      scopes && !scopes.some(has)
        ? [`${place}: ${what} needs the scope ${scopes.join(' or ')}, which shopify.app.toml does not ask for`]
        : [],
    );
  });
  return [...new Set(sentences)];
}
