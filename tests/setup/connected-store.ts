import path from 'node:path';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';
import type { StoreApi } from '../../app/platforms/platform';
import { connect } from '../../app/platforms/shopify/api.server';
import { authenticateVisit } from '../../app/platforms/shopify/authenticate.server';
import { installStore, saveStoreFacts } from '../../app/tenancy/store.server';
import { type Practice, startPracticeShopify } from '../../practice/shopify/server';
import { makeHistory } from '../../practice/shopify/stock/make-history';
import { stockStore } from '../../practice/shopify/stock/stock-store';
import { createTestDatabase, type TestDatabase, testEnvironment } from './test-database';

/** A practice Shopify with one stocked store and its history, and our database connected to it through its API. */
export type ConnectedStore<Database = TestDatabase> = {
  domain: string;
  storeId: StoreId;
  practice: Practice;
  database: Database;
  api: StoreApi;
  /** the platform's own admin API: changes here send messages only when they are not quiet */
  change(query: string, variables?: Record<string, unknown>): Promise<Record<string, never>>;
  close(): Promise<void>;
};

/**
 * @param appUrl where its messages go; nowhere without it
 * @param newDatabase a database of one's own, where no test runner lends one
 */
export async function connectStore<Database extends { close(): Promise<void> } = TestDatabase>(
  domain: string,
  {
    orders,
    days = 548,
    until,
    seed = 1,
    appUrl = 'http://127.0.0.1:9',
    newDatabase = createTestDatabase as never,
  }: {
    orders: number;
    /** over how many days */
    days?: number;
    /** nothing happens after it */
    until?: Date;
    seed?: number;
    appUrl?: string;
    newDatabase?: (environment: Record<string, string>) => Promise<Database>;
  },
): Promise<ConnectedStore<Database>> {
  const practice = await startPracticeShopify({
    ...{ dataDir: null, apiPort: 0, adminPort: 0, storefrontPort: 0, storeDomain: domain },
    appUrl,
    apiKey: testEnvironment.SHOPIFY_API_KEY,
    apiSecret: testEnvironment.SHOPIFY_API_SECRET,
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
  });
  const database = await newDatabase({ SHOPIFY_API_ORIGIN: practice.apiUrl });
  practice.world.install(domain);
  await practice.world.quietly(domain, async () => {
    await stockStore(practice.world, domain, { size: 'small', seed });
    await makeHistory(practice.world, domain, {
      size: 'small',
      seed,
      addOnVariantIds: [],
      orders,
      days,
      ...(until && { until }),
    });
  });
  const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';
  const visit = await authenticateVisit(
    new Request(`${testEnvironment.APP_URL}/app`, {
      headers: { authorization: `Bearer ${practice.world.sessionToken(domain)}`, 'user-agent': browser },
    }),
  );
  await installStore({ platform: 'shopify', domain: visit.domain, scopes: visit.scopes });
  const storeId = storeIdOf('shopify', domain);
  const api = await connect(storeId);
  await saveStoreFacts(storeId, await api.facts());
  return {
    ...{ domain, storeId, practice, database, api },
    async change(query, variables = {}) {
      const { data, errors } = await practice.world.execute(domain, query, variables);
      if (errors?.length) throw new Error(JSON.stringify(errors));
      return data;
    },
    async close() {
      await database.close();
      await practice.stop();
    },
  };
}
