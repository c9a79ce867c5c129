import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
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
import type { Faults } from './faults';
import { gid } from './gids';
import { type Context, refuse } from './graphql/context';
import { prepare, runGraphql } from './graphql/execute';
import { mutationRoot } from './graphql/mutations';
import { publishedSchema } from './graphql/schema';
import { bulkView } from './graphql/shop-view';
import type { View } from './graphql/view';
import type { BulkDoc } from './ledger/store';
import type { StoreRoom } from './store-room';

export type BulkRunner = {
  start(context: Context, query: string, grouped: boolean): View;
  /** the file as it was written; null when there is none of that name */
  read(file: string): Promise<Buffer | null>;
  /** goes on with what a killed process left */
  resume(context: Context): void;
  stop(): Promise<void>;
};

const chunk = 100;

/** Bulk operations: the query runs over the whole ledger in the background and ends in a JSONL file. */
export function createBulkRunner(options: { folder: string | null; faults: Faults }): BulkRunner {
  const files = new Map<string, Buffer>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  const run = async (context: Context, id: string): Promise<void> => {
    const shelf = context.room.shelf('bulk');
    const change = (patch: Partial<BulkDoc>) => {
      const one = shelf.get(id);
      if (one !== null) shelf.put({ ...one, ...patch });
      return shelf.get(id);
    };
    await new Promise((resolve) => setTimeout(resolve, 20));
    const operation = change({ status: 'RUNNING' });
    if (operation === null || stopped) return;
    const end = (patch: Partial<BulkDoc>) => {
      change({ ...patch, completedAt: context.room.stamp() });
      finished(context.room, shelf.get(id));
    };
    const started = Date.now();
    const sink = await openSink(options.folder, files);
    try {
      const counts = { objects: 0, roots: 0 };
      const later: string[] = [];
      const memo = new Map<string, unknown>();
      for (let from = 0; ; from += chunk) {
        const state = shelf.get(id)?.status;
        if (stopped) return;
        if (state === 'CANCELING') return end({ status: 'CANCELED' });
        const answer = await runGraphql({
          query: operation.query,
          variables: {},
          context: { ...context, bulk: { from, to: from + chunk, memo } },
          mutations: mutationRoot,
        });
        if (answer.errors !== undefined) {
          const denied = answer.errors.some((one) => one.extensions.code === 'ACCESS_DENIED');
          return end({ status: 'FAILED', errorCode: denied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR' });
        }
        const roots = nodesOf(Object.values(answer.data ?? {})[0]);
        for (const root of roots) {
          counts.roots += 1;
          writeTree(root, null, operation.grouped ? sink.write : null, later, (line) => sink.write(line), counts);
        }
        change({ objectCount: counts.objects, rootObjectCount: counts.roots });
        if (roots.length < chunk) break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      // children do not stand by their parents: first all roots, then all children, whoever they belong to
      for (const line of later) sink.write(line);
      const fileSize = await sink.close();
      const left = options.faults.bulk.durationMs - (Date.now() - started);
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      if (options.faults.bulk.fail > 0) {
        options.faults.bulk.fail -= 1;
        return end({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' });
      }
      end({ status: 'COMPLETED', file: sink.name, fileSize });
    } catch (error) {
      console.error(error);
      end({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' });
    }
  };
  const launch = (context: Context, id: string) => {
    const work = run(context, id);
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  return {
    start: (context, query, grouped) => {
      const shelf = context.room.shelf('bulk');
      const open = shelf.all().filter((one) => one.status === 'CREATED' || one.status === 'RUNNING');
      if (open.length >= 5) {
        refuse(null, 'A bulk query operation for this app and shop is already in progress.', 'OPERATION_IN_PROGRESS');
      }
      checkQuery(query);
      const one: BulkDoc = {
        id: context.room.nextId(),
        query,
        status: 'CREATED',
        errorCode: null,
        createdAt: context.room.stamp(),
        completedAt: null,
        objectCount: 0,
        rootObjectCount: 0,
        fileSize: null,
        file: null,
        grouped,
      };
      shelf.put(one);
      launch(context, one.id);
      return { bulkOperation: bulkView(one, context.fileUrl) };
    },
    read: async (file) => {
      if (options.folder === null) return files.get(file) ?? null;
      if (!/^[\w-]+$/.test(file)) return null;
      return readFile(path.join(options.folder, `${file}.jsonl`)).catch(() => null);
    },
    resume: (context) => {
      for (const one of context.room.shelf('bulk').all()) {
        if (one.status === 'CREATED' || one.status === 'RUNNING') launch(context, one.id);
      }
    },
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
}

function finished(room: StoreRoom, one: BulkDoc | null): void {
  if (one === null) return;
  room.tell('bulk_operations/finish', () => ({
    admin_graphql_api_id: gid('BulkOperation', one.id),
    completed_at: one.completedAt,
    created_at: one.createdAt,
    error_code: one.errorCode?.toLowerCase() ?? null,
    status: one.status.toLowerCase(),
    type: 'query',
  }));
}

async function openSink(folder: string | null, files: Map<string, Buffer>) {
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

type Node = Record<string, unknown>;

function isConnectionValue(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray((value as Node).edges) || Array.isArray((value as Node).nodes))
  );
}

function nodesOf(value: unknown): Node[] {
  if (!isConnectionValue(value)) return [];
  const edges = value.edges as { node: Node }[] | undefined;
  return edges === undefined ? (value.nodes as Node[]) : edges.map((edge) => edge.node);
}

/** One line for the object without its connections, one for every child with the parent's id. */
function writeTree(
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

/** What the platform asks of a bulk query: at least one connection, at most five, two deep, none within a list. */
function checkQuery(query: string): void {
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
