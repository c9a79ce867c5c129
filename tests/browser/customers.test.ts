import { expect, inject, test } from 'vitest';

/** Customers as the platform tells of them, through the demo's real door. */
const demo = inject('demo');

/** Asks the practice Shopify's own admin API, as a merchant's change would. */
async function change(query: string, variables: Record<string, unknown>): Promise<Record<string, unknown>> {
  const reply = await post(`/control/stores/${demo.storeDomain}/graphql`, { query, variables });
  const { data, errors } = reply as { data: Record<string, unknown>; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function post(path: string, body: unknown): Promise<unknown> {
  const reply = await fetch(`${demo.practiceApiUrl}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  expect(reply.status).toBe(200);
  return reply.json();
}

type Found = { id: string; orderCount: number; platformCustomerIds?: string[] };
type Detail = { records: { platformCustomerId: string; tags: string[]; phone: string | null; firstName?: string }[] };

async function ask<T>(path: string): Promise<T> {
  const reply = await fetch(`${demo.appUrl}/api/v1/${path}`, { headers: { authorization: `Bearer ${demo.apiKey}` } });
  expect(reply.status).toBe(200);
  return (await reply.json()) as T;
}

async function findByEmail(email: string): Promise<Found[]> {
  return (await ask<{ data: Found[] }>(`customers?search=${encodeURIComponent(email)}`)).data;
}

async function order(email: string): Promise<string> {
  const made = await change(
    `mutation New($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { customer { id } } userErrors { message } } }`,
    {
      order: {
        lineItems: [{ variantId: `gid://shopify/ProductVariant/${demo.productVariantIds[0]}`, quantity: 1 }],
        customer: { toUpsert: { email, firstName: 'Ada', lastName: 'Sample' } },
      },
    },
  );
  return (made.orderCreate as { order: { customer: { id: string } } }).order.customer.id;
}

const until = (check: () => Promise<void>) =>
  expect.poll(async () => check().then(() => 'seen', String), { timeout: 30_000, interval: 300 }).toBe('seen');

test('a message that leaves tags out does not take them away', async () => {
  const email = `lean-${Date.now()}@example.com`;
  const id = await order(email);
  await change(`mutation Tag($id: ID!) { tagsAdd(id: $id, tags: ["gold"]) { userErrors { message } } }`, { id });
  await order(email);
  const tell = async () => {
    const [found] = await findByEmail(email);
    expect(found).toBeDefined();
    return (await ask<Detail>(`customers/${found?.id}`)).records[0];
  };
  await until(async () => expect((await tell())?.tags).toEqual(['gold']));
  await post('/control/faults', { webhooks: { leanCustomers: true } });
  try {
    await change(`mutation Name($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { message } } }`, {
      input: { id, lastName: 'Lovelace' },
    });
    await until(async () => expect(await tell()).toMatchObject({ name: 'Ada Lovelace', tags: ['gold'] }));
  } finally {
    await post('/control/faults', { webhooks: { leanCustomers: false } });
  }
});

test('two customers whom the platform joins are one here too, with the orders of both', async () => {
  const [one, two] = [`one-${Date.now()}@example.com`, `two-${Date.now()}@example.com`];
  const [first, second] = [await order(one), await order(two)];
  await order(one);
  await until(async () => {
    expect(await findByEmail(one)).toMatchObject([{ orderCount: 2 }]);
    expect(await findByEmail(two)).toMatchObject([{ orderCount: 1 }]);
  });
  await change(
    `mutation Merge($one: ID!, $two: ID!) { customerMerge(customerOneId: $one, customerTwoId: $two) { resultingCustomerId userErrors { message } } }`,
    { one: first, two: second },
  );
  await until(async () => {
    const [left] = await findByEmail(two);
    expect(left?.orderCount).toBe(3);
    const { links } = await ask<{ links: { kind: string; state: string }[] }>(`customers/${left?.id}`);
    expect(links).toContainEqual(expect.objectContaining({ kind: 'merged' }));
  });
});
