import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

export async function openSink(folder: string | null, files: Map<string, Buffer>) {
  const name = randomUUID();
  if (folder === null) {
    const lines: string[] = [];
    return {
      name,
      write: (line: string) => void lines.push(line),
      close: async () => {
        const file = Buffer.from(lines.join(''));
        files.set(name, file);
        return file.length;
      },
    };
  }
  await mkdir(folder, { recursive: true });
  const stream = createWriteStream(path.join(folder, `${name}.jsonl`));
  let failed: Error | null = null;
  stream.on('error', (error) => {
    failed = error;
  });
  let size = 0;
  return {
    name,
    write: (line: string) => {
      size += Buffer.byteLength(line);
      stream.write(line);
    },
    close: async () => {
      await new Promise<void>((resolve) => stream.end(resolve));
      if (failed !== null) {
        await rm(path.join(folder, `${name}.jsonl`), { force: true });
        throw failed;
      }
      return size;
    },
  };
}

/** One line for the object without its connections, one for every child with the parent's id. */
export function writeTree(
  node: Node,
  parentId: string | null,
  near: ((line: string) => void) | null,
  later: string[],
  write: (line: string) => void,
  counts: { objects: number },
): void {
  counts.objects += 1;
  const own: Node = {};
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (isConnectionValue(value)) children.push(...nodesOf(value));
    else own[key] = value;
  }
  if (parentId !== null) own.__parentId = parentId;
  const line = `${JSON.stringify(own)}\n`;
  if (parentId === null) write(line);
  else if (near !== null) near(line);
  else later.push(line);
  for (const child of children) writeTree(child, String(node.id), near, later, write, counts);
}

type Node = Record<string, unknown>;

function isConnectionValue(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray((value as Node).edges) || Array.isArray((value as Node).nodes))
  );
}

export function nodesOf(value: unknown): Node[] {
  if (!isConnectionValue(value)) return [];
  const edges = value.edges as { node: Node }[] | undefined;
  return edges === undefined ? (value.nodes as Node[]) : edges.map((edge) => edge.node);
}
