import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

/** Customers as the platform tells of them, through the demo's real door. */
const demo = inject('demo');
const database = new pg.Client({ connectionString: demo.databaseUrl });
beforeAll(() => database.connect());
afterAll(() => database.end());

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

type Found = { id: string; orders: number };

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
  const update = (input: Record<string, unknown>) =>
    change(`mutation Update($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { message } } }`, {
      input: { id, ...input },
    });
  await update({ tags: ['gold'] });
  const tell = async () => {
    const text = 'select last_name as name, tags from customer where email = $1';
    return (await database.query(text, [email])).rows[0];
  };
  await until(async () => expect(await tell()).toEqual({ name: 'Sample', tags: ['gold'] }));
  await post('/control/faults', { webhooks: { leanCustomers: true } });
  try {
    await update({ lastName: 'Lovelace' });
    await until(async () => expect(await tell()).toEqual({ name: 'Lovelace', tags: ['gold'] }));
  } finally {
    await post('/control/faults', { webhooks: { leanCustomers: false } });
  }
});

test('two customers whom the platform joins are one here too, with the orders of both', async () => {
  const [one, two] = [`one-${Date.now()}@example.com`, `two-${Date.now()}@example.com`];
  const [first, second] = [await order(one), await order(two)];
  await order(one);
  await until(async () => {
    expect(await findByEmail(one)).toMatchObject([{ orders: 2 }]);
    expect(await findByEmail(two)).toMatchObject([{ orders: 1 }]);
  });
  await change(
    `mutation Merge($one: ID!, $two: ID!) { customerMerge(customerOneId: $one, customerTwoId: $two) { resultingCustomerId userErrors { message } } }`,
    { one: first, two: second },
  );
  await until(async () => {
    const [left] = await findByEmail(two);
    expect(left).toMatchObject({ orders: 3 });
    const { data } = await ask<{ data: unknown[] }>(`customers/${left?.id}/orders`);
    expect(data).toHaveLength(3);
  });
});
