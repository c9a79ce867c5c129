import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nodesOf, openSink, writeTree } from './bulk-file';
import { checkQuery } from './bulk-query';
import type { Faults } from './faults';
import { gid } from './gids';
import { type Context, refuse } from './graphql/context';
import { runGraphql } from './graphql/execute';
import { mutationRoot } from './graphql/mutations';
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
      if (open.length >= options.faults.bulk.atOnce) {
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
