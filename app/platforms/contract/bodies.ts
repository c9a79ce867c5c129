import {
  aMessage,
  type ContractCase,
  fail,
  faultOf,
  holds,
  newsIn,
  orderIn,
  pulledOrder,
  type Rig,
  same,
} from './case';

/** What bodies mean, and what becomes of those that mean nothing. */
export function bodies(): ContractCase[] {
  const malformed = (name: string, body: (rig: Rig, told: string) => string): ContractCase => ({
    name: `body: ${name} is malformed, and nothing that waiting would cure`,
    run: async (rig) => {
      const { topic, body: told } = await aMessage(rig);
      const read = () => rig.platform.orders.read(topic, body(rig, told));
      same(await faultOf(read), 'malformed');
    },
  });
  return [
    {
      name: 'body: a message about an order is that order',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '12.50', quantity: 2 }] });
        const { topic, body } = await rig.world.message(id);
        same(orderIn(rig.platform.orders.read(topic, body)).platformOrderId, id);
      },
    },
    {
      name: 'body: message and API tell the same of an order',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '12.50', quantity: 2 }], shipping: '4.90' });
        const { topic, body } = await rig.world.message(id);
        const told = orderIn(rig.platform.orders.read(topic, body));
        const pulled = orderIn(rig.platform.orders.read('order:pulled', (await pulledOrder(rig, id)).body));
        same([told.platformOrderId, pulled.platformOrderId], [id, id], 'the order');
        for (const field of ['orderNumber', 'createdAt', 'updatedAt', 'status', 'financialStatus', 'currency'] as const)
          same(told[field], pulled[field], field);
        same(told.totals.total, pulled.totals.total, 'the total');
        same(told.lines, pulled.lines, 'the lines');
        same(told.addresses, pulled.addresses, 'the addresses');
        same([told.lines.length, told.addresses.length > 0], [1, true], 'lines, and an address');
      },
    },
    {
      name: 'body: the same body is read the same way twice',
      run: async (rig) => {
        const { topic, body } = await aMessage(rig);
        same(rig.platform.orders.read(topic, body), rig.platform.orders.read(topic, body));
      },
    },
    {
      name: 'body: a topic that we have no use for means nothing, and is no error',
      run: async (rig) => {
        const { body } = await aMessage(rig);
        same(rig.platform.orders.read('themes/publish', body).kind, 'nothing');
      },
    },
    {
      name: 'body: a product tells its variants',
      run: async (rig) => {
        const { productId, variantId } = await rig.world.makeProduct({ title: 'Told lamp', price: '30.00' });
        const messages = await rig.world.messages();
        const told = messages.find((one) => one.topic === rig.topics.product && one.body.includes(variantId));
        const meaning = told && rig.platform.orders.read(told.topic, told.body);
        if (meaning?.kind !== 'products') return fail('no message told of the product');
        same(meaning.platformProductIds, [productId]);
        same(
          meaning.skus.map((sku) => [sku.platformVariantId, Number(sku.price)]),
          [[variantId, 30]],
        );
      },
    },
    {
      name: 'body: a product that is deleted is gone, with all its variants',
      run: async (rig) => {
        const { productId } = await rig.world.makeProduct({ title: 'Short lamp', price: '30.00' });
        await rig.world.messages();
        await rig.world.removeProduct(productId);
        const told = (await rig.world.messages()).find((one) => one.topic === rig.topics.productGone);
        const meaning = told && rig.platform.orders.read(told.topic, told.body);
        if (meaning?.kind !== 'products') return fail('no message told of the end');
        same([meaning.platformProductIds, meaning.skus, meaning.isGone], [[productId], [], true]);
      },
    },
    malformed('what is not JSON', () => '{"id":'),
    malformed('a list', () => '[]'),
    malformed('a number', () => '7'),
    malformed('nothing', () => 'null'),
    malformed('an order without an id', (rig, told) => rig.withField(told, 'id', undefined)),
    malformed('an order whose id is a text with spaces', (rig, told) => rig.withField(told, 'id', 'no id')),
    malformed('an order whose total is a word', (rig, told) => rig.withField(told, 'total', 'much')),
    malformed('an order whose day is a word', (rig, told) => rig.withField(told, 'createdAt', 'yesterday')),
    malformed('an order without a currency', (rig, told) => rig.withField(told, 'currency', undefined)),
    malformed('a line with half a piece', (rig, told) => rig.withField(told, 'quantity', 0.5)),
    {
      name: 'body: what is wrong is named by field, and nothing of the content is',
      run: async (rig) => {
        const { topic, body } = await aMessage(rig);
        try {
          rig.platform.orders.read(topic, rig.withField(body, 'total', 'ann@example.com'));
        } catch (error) {
          const { message } = error as Error;
          holds(/total/.test(message), `the field is named in "${message}"`);
          holds(!message.includes('ann@example.com'), 'the content is not in the message');
          return;
        }
        fail('it was read');
      },
    },
    {
      name: 'body: a character that the database cannot keep is replaced',
      run: async (rig) => {
        const { topic, body } = await aMessage(rig);
        const spoilt = body.replace(/"note":("[^"]*"|null)/, '"note":"a\\u0000b"');
        same(orderIn(rig.platform.orders.read(topic, spoilt)).note, 'a\uFFFDb');
      },
    },
    {
      name: 'body: an id with more digits than a number can hold keeps all of them',
      run: async (rig) => {
        const { topic, body } = await aMessage(rig);
        const long = '9223372036854775807';
        same(newsIn(rig.platform.orders.read(topic, rig.withField(body, 'id', long))).platformOrderId, long);
      },
    },
    {
      name: 'body: the farewell means that the store left',
      run: (rig) =>
        same(rig.platform.orders.read(rig.topics.uninstalled, rig.privacyBody('uninstalled')).kind, 'uninstalled'),
    },
    ...['customers/data_request', 'customers/redact', 'shop/redact'].flatMap((topic): ContractCase[] => [
      {
        name: `privacy: ${topic} names the store that asks`,
        run: (rig) => {
          const meaning = rig.platform.orders.read(topic, rig.privacyBody(topic));
          same('storeDomain' in meaning ? meaning.storeDomain : null, rig.domain);
        },
      },
      {
        name: `privacy: ${topic} that names no store of the platform is malformed`,
        run: async (rig) => {
          const read = (store?: string) => rig.platform.orders.read(topic, rig.privacyBody(topic, store));
          holds(read().kind.startsWith('privacy-'), 'one that names the store is read');
          same(await faultOf(() => read('evil.example.com')), 'malformed');
        },
      },
    ]),
    {
      name: 'privacy: an erasure names the customer and the orders',
      run: (rig) => {
        const meaning = rig.platform.orders.read('customers/redact', rig.privacyBody('customers/redact'));
        if (meaning.kind !== 'privacy-redact-customer') return fail(meaning.kind);
        same(
          [meaning.customer.platformCustomerId, meaning.customer.email, meaning.orderIds],
          ['7', 'ann@example.com', ['1']],
        );
      },
    },
  ];
}
