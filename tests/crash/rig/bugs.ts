import type { Lane } from './lane';
import type { Patch } from './patched-app';

/**
 * Errors that programs of this kind have really had, put into a copy of ours on purpose. The rig is worth nothing
 * unless its oracles find each of them, and find nothing when the same is done with the program as it is.
 */
export type Bug = {
  name: string;
  patches: Patch[];
  environment?: Record<string, string>;
  /** changes the database as the error would have it */
  prepare?: (lane: Lane) => Promise<void>;
  schedule: Schedule;
};

/** What is done, with the error and without: see bugs.rig.ts */
export type Schedule =
  | 'killed while a delivery is written'
  | 'every message twice'
  | 'killed between two pages'
  | 'a worker sleeps over its batch'
  | 'an erasure while a worker sleeps'
  | 'messages signed with the secret before'
  | 'a connection without a tenant';

export const bugs: Bug[] = [
  {
    name: 'acknowledged before it is committed',
    schedule: 'killed while a delivery is written',
    patches: [
      {
        file: 'domain/entries/keep-store.server.ts',
        from: '  waiting.push(new Waiting(entry, told));',
        to: '  told();\n  told = () => {};\n  waiting.push(new Waiting(entry, told));',
      },
    ],
  },
  {
    name: 'no unique key',
    schedule: 'every message twice',
    patches: [{ file: 'domain/entries/insert-entries.ts', from: 'on conflict do nothing', to: '' }],
    prepare: async ({ store }) => {
      const { rows } = await store.database.admin.query(
        `select indexrelid::regclass::text as name from pg_index
          where indrelid = 'inbox_entry'::regclass and indisunique and not indisprimary`,
      );
      for (const { name } of rows) await store.database.admin.query(`drop index ${name}`);
    },
  },
  {
    name: 'the cursor is saved before the pages',
    schedule: 'killed between two pages',
    patches: [
      {
        file: 'sync/run-sync.server.ts',
        from: '  for await (const page of await pages(',
        to: '  await allRead(storeId, jobId, until);\n  for await (const page of await pages(',
      },
    ],
  },
  {
    name: 'no fencing',
    schedule: 'a worker sleeps over its batch',
    patches: [
      {
        file: 'inbox/inbox-store.server.ts',
        from: 'order by id limit $2 for update skip locked',
        to: 'order by id limit $2',
      },
      {
        file: 'inbox/inbox-store.server.ts',
        from: "await sql(`select pg_advisory_xact_lock(hashtextextended('drain ' || $1, 0))`, [storeId], 'drain alone');",
        to: '',
      },
    ],
  },
  {
    name: 'an erasure that is looked up and not guarded',
    schedule: 'an erasure while a worker sleeps',
    patches: [],
    prepare: async ({ store }) => {
      const { rows } = await store.database.admin.query(
        `select tgrelid::regclass::text as name, tgname from pg_trigger where tgname in ('privacy_guard', 'privacy_erase_with_order')`,
      );
      for (const { name, tgname } of rows) {
        await store.database.admin.query(`alter table ${name} disable trigger ${tgname}`);
      }
    },
  },
  {
    name: 'one secret',
    schedule: 'messages signed with the secret before',
    environment: {
      SHOPIFY_API_SECRET: 'a-newer-secret-0123456789',
      SHOPIFY_API_SECRET_PREVIOUS: 'test-secret-0123456789',
    },
    patches: [
      {
        file: 'platforms/shopify/webhooks.server.ts',
        from: 'isSignedWith([apiSecret, previousApiSecret],',
        to: 'isSignedWith([apiSecret],',
      },
    ],
  },
  {
    name: 'a tenant that outlives its transaction',
    schedule: 'a connection without a tenant',
    patches: [
      {
        file: 'db/connection.server.ts',
        from: "await sql(`select set_config('app.store_id', $1, true)`, [storeId]);",
        to: "await sql(`select set_config('app.store_id', $1, false)`, [storeId]);",
      },
    ],
  },
];
