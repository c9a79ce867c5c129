/** Connections read to their end. */

export type Page = { hasNextPage: boolean; endCursor: string | null };
export type Connection<Node> = { pageInfo: Page; nodes: Node[] };

/** Completes a connection in place: asks for page after page and appends what comes. */
export async function readToEnd<Node>(
  connection: Connection<Node> | null | undefined,
  more: (after: string) => Promise<Connection<Node> | null | undefined>,
): Promise<void> {
  if (!connection) return;
  while (connection.pageInfo.hasNextPage && connection.pageInfo.endCursor !== null) {
    const next = await more(connection.pageInfo.endCursor);
    if (!next || next.pageInfo.endCursor === connection.pageInfo.endCursor) return;
    connection.nodes.push(...next.nodes);
    connection.pageInfo = next.pageInfo;
  }
}
