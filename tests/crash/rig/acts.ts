import { authenticateVisit } from '../../../app/platforms/shopify/authenticate.server';
import { startSync } from '../../../app/sync/jobs-store.server';
import { installStore } from '../../../app/tenancy/store.server';
import type { ConnectedStore } from '../../setup/connected-store';
import { testEnvironment } from '../../setup/test-database';
import type { Act } from './points';
import { quiet } from './quiet';

/** What happens in a case: each brings the program past the points of one kind. */
export type Doing = {
  /** before anything is armed */
  prepare?: () => Promise<void>;
  act: () => Promise<void>;
  /** what must not be anywhere afterwards */
  erased?: string[];
  /** brings the store back to how the next case expects it. @returns what was wrong */
  after?: () => Promise<string[]>;
};

let turn = 0;

export function doingOf(act: Act, store: ConnectedStore): Doing {
  turn += 1;
  const email = `crash-${process.pid}-${turn}@example.com`;
  const surname = `Canary${process.pid}x${turn}`;
  switch (act) {
    case 'order':
      return {
        act: async () => {
          for (let n = 0; n < 3; n++) await placeOrder(store, email, surname);
        },
      };
    case 'sync':
      return {
        prepare: async () => {
          await placeOrder(store, email, surname);
          await quiet(store);
        },
        act: async () => void (await startSync(store.storeId, { kind: 'backfill', trigger: 'test' })),
      };
    case 'renewal':
      return {
        prepare: async () => {
          const over = `update session set access_token_expires_at = now() - interval '1 hour' where store_id = $1`;
          await store.database.admin.query(over, [store.storeId]);
        },
        act: async () => void (await startSync(store.storeId, { kind: 'incremental', trigger: 'test' })),
        after: async () => {
          // A new token whose answer was lost has ended the old one: the job waits, with all it has, for the merchant.
          if ((await waiting(store)) > 0) await comeBack(store);
          for (let n = 0; n < 400 && (await waiting(store)) > 0; n++) await moment();
          return quiet(store);
        },
      };
    case 'redaction':
      return {
        erased: [email, surname],
        prepare: async () => {
          await placeOrder(store, email, surname);
          await quiet(store);
        },
        act: async () => control(store, 'privacy', { topic: 'customers/redact', email }),
      };
    case 'departure':
      return {
        act: async () => store.practice.platform.uninstall(store.domain),
        after: async () => {
          const { rows } = await store.database.admin.query(
            `select state, (select count(*)::int from session where store_id = $1) as tokens from store where id = $1`,
            [store.storeId],
          );
          await comeBack(store);
          const [row] = rows;
          const gone = row?.state === 'uninstalled' && row.tokens === 0;
          return gone ? [] : [`after it left the store is ${row?.state} with ${row?.tokens} tokens`];
        },
      };
  }
}

/** A shopper orders two of something; the platform tells it in its messages. */
export async function placeOrder(store: ConnectedStore, email: string, lastName: string): Promise<void> {
  const products = store.practice.platform.room(store.domain)?.shelf('product').all() ?? [];
  const variant = products[0]?.variants[0]?.id;
  const { orderCreate } = (await store.change(
    `mutation New($order: OrderCreateOrderInput!) { orderCreate(order: $order) { userErrors { message } } }`,
    {
      order: {
        email,
        lineItems: [{ variantId: `gid://shopify/ProductVariant/${variant}`, quantity: 2 }],
        customer: { toUpsert: { email, firstName: 'Crash', lastName } },
      },
    },
  )) as unknown as { orderCreate: { userErrors: { message: string }[] } };
  if (orderCreate.userErrors.length > 0) throw new Error(JSON.stringify(orderCreate.userErrors));
}

async function control(store: ConnectedStore, what: string, body: Record<string, unknown>): Promise<void> {
  const reply = await fetch(`${store.practice.apiUrl}/control/stores/${store.domain}/${what}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  if (!reply.ok) throw new Error(`${what}: ${reply.status} ${await reply.text()}`);
}

/** How many jobs wait for a merchant's permission. */
async function waiting({ database, storeId }: ConnectedStore): Promise<number> {
  const text = `select count(*)::int as n from sync_job where store_id = $1 and state = 'paused'`;
  return (await database.admin.query(text, [storeId])).rows[0].n;
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

/** The merchant installs the app anew, or opens it once more. */
async function comeBack(store: ConnectedStore): Promise<void> {
  store.practice.world.install(store.domain);
  const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';
  const visit = await authenticateVisit(
    new Request(`${testEnvironment.APP_URL}/app`, {
      headers: {
        authorization: `Bearer ${store.practice.world.sessionToken(store.domain)}`,
        'user-agent': browser,
      },
    }),
  );
  await installStore({ platform: 'shopify', domain: visit.domain, scopes: visit.scopes });
  await quiet(store);
}
