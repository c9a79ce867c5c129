import { type ContractCase, holds, type Rig, type RigFacts, same } from './case';

const body = '{"id":"1","text":"ünïcode \\u00e9"}';

/** What comes in at the webhook door. */
export function webhooks({ golden }: RigFacts): ContractCase[] {
  const forged = (name: string, change: (rig: Rig, signature: string) => string | undefined): ContractCase => ({
    name: `webhook: ${name} is forged`,
    run: (rig) => {
      const { headers, body: bytes } = genuine(rig);
      const { signature } = rig.headerNames;
      const changed = { ...headers, [signature]: change(rig, headers[signature] ?? '') };
      same(rig.platform.webhooks.read({ headers: changed, body: bytes }).outcome, 'forged');
    },
  });
  const malformed = (name: string, which: keyof Rig['headerNames'], value: string | undefined): ContractCase => ({
    name: `webhook: ${name} is malformed`,
    run: (rig) => {
      const { headers, body: bytes } = genuine(rig);
      const changed = { ...headers, [rig.headerNames[which]]: value };
      same(rig.platform.webhooks.read({ headers: changed, body: bytes }).outcome, 'malformed');
    },
  });
  return [
    ...golden.map(
      (vector): ContractCase => ({
        name: `golden vector: ${vector.name}`,
        run: async () => {
          holds(await vector.isTaken(false), 'it is taken as it is');
          holds(!(await vector.isTaken(true)), 'it is refused with one thing changed');
        },
      }),
    ),
    {
      name: 'webhook: a genuine delivery names its store, its topic and itself',
      run: (rig) => {
        const read = rig.platform.webhooks.read(rig.delivery(rig.topics.order, body));
        if (read.outcome !== 'genuine') return same(read, 'genuine');
        same([read.storeDomain, read.topic], [rig.domain, rig.topics.order]);
        holds(read.deliveryId.length > 0, 'it has an id');
      },
    },
    {
      name: 'webhook: while the secret is changed, the one before is good too',
      run: (rig) => {
        const read = rig.platform.webhooks.read(rig.delivery(rig.topics.order, body, { secret: rig.previousSecret }));
        if (read.outcome !== 'genuine') return same(read, 'genuine');
        same([read.storeDomain, read.topic], [rig.domain, rig.topics.order]);
      },
    },
    {
      name: 'webhook: the same delivery sent again has the same id, another has another',
      run: (rig) => {
        const idOf = (delivery: ReturnType<Rig['delivery']>) => {
          const read = rig.platform.webhooks.read(delivery);
          return read.outcome === 'genuine' ? read.deliveryId : read.outcome;
        };
        const one = rig.delivery(rig.topics.order, body);
        same(idOf(one), idOf({ ...one }));
        holds(idOf(one) !== idOf(rig.delivery(rig.topics.order, '{"id":"2"}')), 'another body is another delivery');
      },
    },
    {
      name: 'webhook: a store named in capitals is the same store',
      run: (rig) => {
        const { headers, body: bytes } = rig.delivery(rig.topics.order, body);
        const loud = { ...headers, [rig.headerNames.domain]: rig.domain.toUpperCase() };
        const read = rig.platform.webhooks.read({ headers: loud, body: bytes });
        same(read.outcome === 'genuine' ? read.storeDomain : read.outcome, rig.domain);
      },
    },
    {
      name: 'webhook: what is signed and is not JSON is genuine: it is kept, and ends where somebody sees it',
      run: async (rig) => {
        const outcome = (secret?: string) =>
          rig.platform.webhooks.read(rig.delivery(rig.topics.order, 'not json', secret ? { secret } : {})).outcome;
        same([outcome(), outcome('somebody-elses-secret')], ['genuine', 'forged']);
      },
    },
    {
      name: 'webhook: one changed byte of the body is forged',
      run: (rig) => {
        const { headers, body: bytes } = genuine(rig);
        const changed = new TextEncoder().encode(body.replace('"1"', '"2"'));
        same(rig.platform.webhooks.read({ headers, body: Object.assign(bytes.subarray(), changed) }).outcome, 'forged');
      },
    },
    {
      name: 'webhook: a body that somebody else signed is forged',
      run: (rig) => {
        genuine(rig);
        const delivery = rig.delivery(rig.topics.order, body, { secret: 'somebody-elses-secret' });
        same(rig.platform.webhooks.read(delivery).outcome, 'forged');
      },
    },
    forged('no signature', () => undefined),
    forged('an empty signature', () => ''),
    forged('a signature in hex', (_, signature) => hexOf(signature)),
    forged('a signature without its padding', (_, signature) => signature.replace(/=+$/, '')),
    forged('a signature with a space behind it', (_, signature) => `${signature} `),
    forged('a signature cut short', (_, signature) => signature.slice(0, 20)),
    forged('a signature and more', (_, signature) => `${signature}${signature}`),
    forged(
      'a signature with one other letter',
      (_, signature) => (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1),
    ),
    forged('a word for demonstrations', () => 'demo-signature'),
    malformed('no store', 'domain', undefined),
    malformed('a store that is none', 'domain', 'evil.example.com'),
    malformed('a store with a path', 'domain', 'a.example.com/b'),
    malformed('no topic', 'topic', undefined),
    malformed('a topic that is none', 'topic', 'DROP TABLE'),
    malformed('an id of a thousand letters', 'id', 'x'.repeat(1000)),
  ];
}

/** A delivery that is taken as it is: what is refused of it next is refused for what was changed. */
function genuine(rig: Rig): ReturnType<Rig['delivery']> {
  const delivery = rig.delivery(rig.topics.order, body);
  same(rig.platform.webhooks.read(delivery).outcome, 'genuine', 'as it was sent');
  return delivery;
}

function hexOf(base64: string): string {
  return [...atob(base64)].map((one) => one.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
