import { AsyncLocalStorage } from 'node:async_hooks';
import path from 'node:path';
import { createClock } from '../clock';
import { type AppConfig, readAppConfig } from './app-config';
import { forwardToApp } from './app-proxy';
import { type BulkRunner, createBulkRunner } from './bulk';
import { type Faults, noFaults } from './faults';
import { gid, idOf } from './gids';
import type { Context } from './graphql/context';
import { type Bucket, createBucket } from './graphql/cost';
import { runGraphql } from './graphql/execute';
import { mutationRoot } from './graphql/mutations';
import { type Ledger, openLedger } from './ledger/ledger';
import type { TokenRequests } from './oauth';
import { setVerified } from './orders/customer-of-order';
import { sessionToken } from './session-token';
import { openStoreRoom, type StoreRoom } from './store-room';
import { createStore, type StoreWish, storeInfo } from './stores';
import { createSender, type Sender } from './webhooks/sender';
import type { PracticeOptions, PracticeUrls, StoreInfo, World } from './world';

/** The platform behind its doors: ledger, clock, faults, webhook sender, bulk runner, and one room per store. */
export type PracticePlatform = {
  world: World;
  options: PracticeOptions;
  ledger: Ledger;
  faults: Faults;
  sender: Sender;
  bulk: BulkRunner;
  tokenRequests: TokenRequests;
  /** how many calls of the Admin API came, whatever they were answered */
  apiCalls: { count: number };
  config(): AppConfig;
  room(domain: string): StoreRoom | null;
  context(room: StoreRoom, scopes: ReadonlySet<string> | null): Context;
  bucket(domain: string): Bucket;
  openStore(wish: StoreWish): StoreInfo;
  uninstall(domain: string): void;
  setUrls(urls: PracticeUrls): void;
  /** goes on with what was under way when the last process ended */
  resume(): void;
  stop(): Promise<void>;
};

export function createPlatform(options: PracticeOptions): PracticePlatform {
  const ledger = openLedger(options.dataDir);
  const clock = createClock();
  const faults = noFaults();
  const rooms = new Map<string, StoreRoom>();
  const buckets = new Map<string, Bucket>();
  const quiet = new AsyncLocalStorage<Set<string>>();
  const tokenRequests: TokenRequests = { exchange: 0, refresh: 0, clientCredentials: 0, migrate: 0, refused: 0 };
  let config: AppConfig | null = null;
  let urls: PracticeUrls = { apiUrl: '', adminUrl: '', storefrontUrl: '' };
  const readConfig = () => {
    config ??= readAppConfig(options.tomlFile, options.appUrl);
    return config;
  };
  const stores = ledger.shelf('', 'store');
  const sender = createSender({
    ledger,
    faults,
    now: clock.now,
    secret: () => options.apiSecret,
    config: readConfig,
    installed: (store) => stores.get(store)?.installed ?? false,
  });
  const bulk = createBulkRunner({
    folder: options.dataDir === null ? null : path.join(options.dataDir, 'bulk'),
    faults,
  });

  const room = (domain: string): StoreRoom | null => {
    const known = rooms.get(domain);
    if (known !== undefined) return known;
    if (stores.get(domain) === null) return null;
    const opened = openStoreRoom({
      domain,
      ledger,
      now: clock.now,
      tell: (store, happening) => {
        if (quiet.getStore()?.has(store) !== true) sender.tell(store, happening);
      },
    });
    rooms.set(domain, opened);
    return opened;
  };
  const context = (of: StoreRoom, scopes: ReadonlySet<string> | null): Context => {
    const made: Context = {
      room: of,
      scopes,
      bulk: null,
      fileUrl: (file) => `${urls.apiUrl}/bulk/${file}.jsonl`,
      startBulk: (query, grouped) => bulk.start(made, query, grouped),
      app: { apiKey: options.apiKey, scopes: readConfig().scopes },
    };
    return made;
  };
  const needRoom = (domain: string): StoreRoom => {
    const found = room(domain);
    if (found === null) throw new Error(`no such store: ${domain}`);
    return found;
  };

  const world: World = {
    options,
    stores: () => stores.all().map(storeInfo),
    execute: async (domain, query, variables) => {
      const made = context(needRoom(domain), null);
      const answer = await runGraphql({ query, variables, context: made, mutations: mutationRoot });
      return {
        ...(answer.data === undefined ? {} : { data: answer.data }),
        ...(answer.errors === undefined ? {} : { errors: answer.errors }),
      };
    },
    clock: {
      now: clock.now,
      set: (at) => {
        clock.set(at);
        sender.wake();
      },
    },
    at: clock.at,
    quietly: (domain, work) => quiet.run(new Set([...(quiet.getStore() ?? []), domain]), work),
    sessionToken: (domain) => sessionToken({ domain, apiKey: options.apiKey, apiSecret: options.apiSecret }),
    install: (domain) => {
      const of = needRoom(domain);
      if (!of.doc().installed) of.saveDoc({ ...of.doc(), installed: true });
    },
    placeBlock: (domain, handle, placed) => {
      const of = needRoom(domain);
      const others = (of.doc().removedBlocks ?? []).filter((one) => one !== handle);
      of.saveDoc({ ...of.doc(), removedBlocks: placed ? others : [...others, handle] });
    },
    webPixel: (domain) => {
      const pixel = needRoom(domain).doc().webPixel;
      return pixel ? JSON.parse(pixel.settings) : null;
    },
    setVerifiedEmail: (domain, customerId, verified) => {
      const open = room(domain);
      const customer = open?.shelf('customer').get(idOf(customerId));
      if (open && customer) setVerified(open, customer, verified);
    },
    appMetafields: (domain) => {
      const of = needRoom(domain);
      const owner = gid('AppInstallation', of.doc().installationId);
      return of
        .shelf('metafield')
        .all()
        .filter((one) => one.ownerGid === owner)
        .map(({ namespace, key, type, value }) => ({ namespace, key, type, value }));
    },
    forwardToApp: (domain, call) => forwardToApp({ domain, call, config: readConfig(), apiSecret: options.apiSecret }),
    urls: () => urls,
  };

  return {
    world,
    options,
    ledger,
    faults,
    sender,
    bulk,
    tokenRequests,
    apiCalls: { count: 0 },
    config: readConfig,
    room,
    context,
    bucket: (domain) => {
      let bucket = buckets.get(domain);
      if (bucket === undefined) {
        bucket = createBucket(clock.now, () => ({ maximum: faults.graphql.bucket, restore: faults.graphql.restore }));
        buckets.set(domain, bucket);
      }
      return bucket;
    },
    openStore: (wish) => storeInfo(createStore(ledger, wish, clock.now())),
    uninstall: (domain) => {
      const of = needRoom(domain);
      const doc = of.doc();
      of.tell('app/uninstalled', () => ({
        id: BigInt(doc.shopId),
        name: doc.name,
        email: doc.email,
        domain: doc.id,
        myshopify_domain: doc.id,
        currency: doc.currency,
        iana_timezone: doc.timeZone,
      }));
      const gone = gid('AppInstallation', doc.installationId);
      for (const one of of.shelf('metafield').all()) if (one.ownerGid === gone) of.shelf('metafield').remove(one.id);
      for (const one of of.shelf('subscription').all()) of.shelf('subscription').remove(one.id);
      for (const one of of.shelf('token').all()) of.shelf('token').remove(one.id);
      of.saveDoc({ ...doc, installed: false, installationId: ledger.nextId() });
    },
    setUrls: (known) => {
      urls = known;
    },
    resume: () => {
      for (const store of stores.all()) {
        const of = room(store.id);
        if (of !== null) bulk.resume(context(of, null));
      }
      sender.wake();
    },
    stop: async () => {
      await Promise.all([sender.stop(), bulk.stop()]);
      ledger.close();
    },
  };
}
