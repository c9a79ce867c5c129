import { type ContractCase, faultOf, holds, type Rig, same } from './case';

/** What a platform that is slow, broken or closed does to us: as little as can be. */
export function endurance(): ContractCase[] {
  const survives = (name: string, spoil: (rig: Rig) => void): ContractCase => ({
    name: `trouble: ${name} is lived through`,
    run: async (rig) => {
      const { id } = await rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] });
      spoil(rig);
      same((await rig.api.fetchOrders([id])).length, 1);
    },
  });
  return [
    survives('being asked to wait', (rig) => rig.faults.throttle(1)),
    survives('being asked to wait three times', (rig) => rig.faults.throttle(3)),
    survives('nobody there', (rig) => rig.faults.unavailable(1)),
    survives('nobody there twice', (rig) => rig.faults.unavailable(2)),
    survives("a proxy's page for an answer", (rig) => rig.faults.breakNext('html')),
    survives('an answer that ends in the middle', (rig) => rig.faults.breakNext('cut')),
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
          await rig.api.facts();
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
        await rig.api.facts();
      },
    },
    {
      name: 'subscriptions: asking twice asks once',
      run: async (rig) => {
        await rig.api.keepWebhooks();
        same(await rig.api.keepWebhooks(), []);
      },
    },
    {
      name: 'subscriptions: one that the platform dropped is asked for again, and no other',
      run: async (rig) => {
        await rig.api.keepWebhooks();
        const lost = await rig.world.loseSubscription?.();
        same(await rig.api.keepWebhooks(), lost === undefined ? [] : [lost]);
      },
    },
    {
      name: 'store: its facts are told',
      run: async (rig) => {
        const facts = await rig.api.facts();
        holds(facts.platformStoreId.length > 0, 'it has an id');
        same(facts.currency.length, 3, 'the length of its currency');
        holds(/^[A-Za-z_]+\/[A-Za-z_+\-0-9/]+$/.test(facts.timeZone), `${facts.timeZone} is a zone`);
        new Intl.DateTimeFormat('en', { timeZone: facts.timeZone });
      },
    },
  ];
}
