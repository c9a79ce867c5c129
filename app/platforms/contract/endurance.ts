import { type ContractCase, faultOf, holds, type Rig, type RigFacts, same } from './case';

/** What a platform that is slow, broken or closed does to us: as little as can be. */
export function endurance({ has }: RigFacts): ContractCase[] {
  const survives = (name: string, times: number, spoil: (rig: Rig, times: number) => void): ContractCase => ({
    name: `trouble: ${name} is lived through`,
    run: async (rig) => {
      const { id } = await rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] });
      const before = rig.faults.calls();
      spoil(rig, times);
      same(
        (await rig.api.fetchOrders([id])).map((one) => one.platformOrderId),
        [id],
      );
      holds(rig.faults.calls() - before > times, 'it was asked again');
    },
  });
  return [
    survives('being asked to wait', 1, (rig, times) => rig.faults.throttle(times)),
    survives('being asked to wait three times', 3, (rig, times) => rig.faults.throttle(times)),
    survives('nobody there', 1, (rig, times) => rig.faults.unavailable(times)),
    survives('nobody there twice', 2, (rig, times) => rig.faults.unavailable(times)),
    survives("a proxy's page for an answer", 1, (rig) => rig.faults.breakNext('html')),
    survives('an answer that ends in the middle', 1, (rig) => rig.faults.breakNext('cut')),
    {
      name: 'token: one that died is renewed, once for twenty callers',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] });
        await rig.faults.killToken();
        const before = rig.faults.tokensGiven();
        const found = await Promise.all(Array.from({ length: 20 }, () => rig.api.fetchOrders([id])));
        same(
          found.map((orders) => orders.length),
          Array(20).fill(1),
        );
        same(rig.faults.tokensGiven() - before, 1, 'the number of refreshes');
      },
    },
    {
      name: 'token: after a refresh the next one works, too: the new refresh token was kept',
      run: async (rig) => {
        for (let n = 0; n < 3; n += 1) {
          await rig.faults.killToken();
          same(await tokensFor(rig, () => rig.api.facts()), 1, `the number of refreshes, the ${n + 1}. time`);
        }
      },
    },
    {
      name: 'token: revoked, the merchant must come, after three calls at most',
      run: async (rig) => {
        await rig.faults.revoke();
        const before = rig.faults.calls();
        try {
          same(await faultOf(() => rig.api.facts()), 'unauthorized');
          holds(rig.faults.calls() - before <= 3, 'no more than three calls');
        } finally {
          await rig.faults.grantAgain();
        }
        await rig.api.facts();
      },
    },
    {
      name: 'token: a short outage of its endpoint is lived through',
      run: async (rig) => {
        await rig.faults.killToken();
        rig.faults.tokenOutage(true);
        setTimeout(() => rig.faults.tokenOutage(false), 500);
        same(await tokensFor(rig, () => rig.api.facts()), 1, 'the number of refreshes');
      },
    },
    ...(has.subscriptions ? subscriptions : []),
    {
      name: 'store: its facts are told',
      run: async (rig) => {
        const facts = await rig.api.facts();
        holds(facts.platformStoreId.length > 0, 'it has an id');
        same({ name: facts.name, currency: facts.currency }, rig.world.facts());
        holds(/^[A-Za-z_]+\/[A-Za-z_+\-0-9/]+$/.test(facts.timeZone), `${facts.timeZone} is a zone`);
        new Intl.DateTimeFormat('en', { timeZone: facts.timeZone });
      },
    },
  ];
}

/** How many tokens were given while `work` ran. */
async function tokensFor(rig: Rig, work: () => Promise<unknown>): Promise<number> {
  const before = rig.faults.tokensGiven();
  await work();
  return rig.faults.tokensGiven() - before;
}

const subscriptions: ContractCase[] = [
  {
    name: 'subscriptions: asked for at our door, and asked for once',
    run: async (rig) => {
      for (const topic of rig.world.subscribed()) rig.world.loseSubscription(topic);
      const asked = await rig.api.keepWebhooks();
      const told = rig.world.subscribed();
      same([...asked].sort(), [...told].sort(), 'what was asked for');
      for (const topic of Object.values(rig.topics)) holds(told.includes(topic), `${topic} is told`);
      same(await rig.api.keepWebhooks(), []);
      same(rig.world.subscribed().length, told.length, 'the number of subscriptions');
    },
  },
  {
    name: 'subscriptions: one that the platform dropped is asked for again, and no other',
    run: async (rig) => {
      await rig.api.keepWebhooks();
      const before = rig.world.subscribed();
      holds(before.includes(rig.topics.order), 'it was subscribed to');
      rig.world.loseSubscription(rig.topics.order);
      same(await rig.api.keepWebhooks(), [rig.topics.order]);
      same([...rig.world.subscribed()].sort(), [...before].sort(), 'what is told');
    },
  },
];
