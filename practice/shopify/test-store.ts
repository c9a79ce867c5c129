import { createPlatform } from './platform';
import { type Answer, ask } from './stock/ask';

/**
 * For tests: one store in memory with no doors open, asked by its own GraphQL, and the bodies of the webhooks that it
 * would send about `topics`.
 */
export function testStore(topics: string[] = []) {
  const domain = 'test.myshopify.com';
  const platform = createPlatform({
    dataDir: null,
    apiPort: 0,
    adminPort: 0,
    storefrontPort: 0,
    appUrl: 'http://127.0.0.1:9',
    apiKey: 'key',
    apiSecret: 'secret',
    tomlFile: '/nowhere.toml',
    extensionDir: '/nowhere',
  });
  platform.openStore({ domain, currency: 'USD' });
  platform.world.install(domain);
  platform.faults.webhooks.paused = true;
  const room = platform.room(domain);
  if (room === null) throw new Error('no store');
  for (const topic of topics) {
    room.shelf('subscription').put({
      id: room.nextId(),
      topic,
      uri: 'http://127.0.0.1:9/',
      includeFields: [],
      filter: null,
      name: null,
      createdAt: room.stamp(),
      failures: 0,
    });
  }
  const deliveries = platform.ledger.shelf('', 'delivery');
  return {
    platform,
    room,
    run: (document: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
      ask(platform.world, domain, document, variables),
    /** what was told since the last time, the oldest first */
    heard: (): { topic: string; body: Answer }[] => {
      const told = deliveries.all();
      for (const one of told) deliveries.remove(one.id);
      return told.map((one) => ({ topic: one.topic, body: JSON.parse(one.body) as Answer }));
    },
  };
}
