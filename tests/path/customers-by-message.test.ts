import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformCalls } from '../../app/observability/metrics.server';
import { applyFaults } from '../../practice/shopify/faults';
import { type StoreWithDoor, storeWithDoor } from '../setup/store-with-door';

/**
 * The platform's messages about a customer carry neither tags nor consents; both have topics of their own. Through the
 * real door of a real web process, what we keep follows them without a job.
 */
let store: StoreWithDoor;
beforeAll(async () => {
  store = await storeWithDoor('people.myshopify.com', { orders: 12, seed: 4 });
  applyFaults(store.practice.platform.faults, { webhooks: { leanCustomers: true } });
  await store.run('backfill');
}, 60_000);
afterAll(() => store?.close());

const rows = async (sql: string, ...more: unknown[]) =>
  (await store.database.admin.query(sql, [store.storeId, ...more])).rows;
const calls = async () => (await platformCalls.get()).values.reduce((sum, { value }) => sum + value, 0);
const gidOf = (id: string) => `gid://shopify/Customer/${id}`;

async function change(mutation: string, variables: Record<string, unknown>): Promise<void> {
  const answers = await store.change(mutation, variables);
  for (const { userErrors } of Object.values(answers) as { userErrors: object[] }[]) expect(userErrors).toEqual([]);
}

async function arrive(): Promise<void> {
  await store.arrive();
  const open = await rows(`select topic, state, reason from inbox_entry where store_id = $1 and state <> 'processed'`);
  expect(open).toEqual([]);
}

async function keptOf(id: string) {
  const [found] = await rows(
    `select tags, email_consent ->> 'state' as email, sms_consent ->> 'state' as sms from customer
      where store_id = $1 and platform_customer_id = $2`,
    id,
  );
  return found;
}

const setTags = `mutation($id: ID!, $tags: [String!]) { customerUpdate(input: { id: $id, tags: $tags }) { userErrors { message } } }`;

test('tags and consents follow their own messages, whatever order they come in', async () => {
  const [buyer] = await rows(
    `select platform_customer_id as id from customer where store_id = $1 and email is not null limit 1`,
  );
  const id = gidOf(buyer.id);
  const before = await calls();
  await change(setTags, { id, tags: ['gold', 'vip'] });
  await arrive();
  expect(await calls()).toBeGreaterThan(before);
  expect(await keptOf(buyer.id)).toMatchObject({ tags: ['gold', 'vip'] });

  applyFaults(store.practice.platform.faults, { webhooks: { disorderMs: 1500, duplicate: 0.5 } });
  for (const tags of [['gold'], ['gold', 'silver'], [], ['late'], ['late', 'last']])
    await change(setTags, { id, tags });
  await change(`mutation($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { message } } }`, {
    input: { id, phone: '+14155550123' },
  });
  await change(
    `mutation($input: CustomerEmailMarketingConsentUpdateInput!) {
       customerEmailMarketingConsentUpdate(input: $input) { userErrors { message } } }`,
    { input: { customerId: id, emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' } } },
  );
  await change(
    `mutation($input: CustomerSmsMarketingConsentUpdateInput!) {
       customerSmsMarketingConsentUpdate(input: $input) { userErrors { message } } }`,
    {
      input: {
        customerId: id,
        smsMarketingConsent: { marketingState: 'SUBSCRIBED', marketingOptInLevel: 'SINGLE_OPT_IN' },
      },
    },
  );
  await arrive();
  applyFaults(store.practice.platform.faults, { webhooks: { disorderMs: 0, duplicate: 0 } });
  expect(await keptOf(buyer.id)).toEqual({ tags: ['last', 'late'], email: 'unsubscribed', sms: 'subscribed' });
});

test('of people who never bought nothing is asked and nothing kept', async () => {
  const { customerCreate } = await store.change(
    `mutation { customerCreate(input: { email: "curious@example.com" }) { customer { id } userErrors { message } } }`,
  );
  const { id } = (customerCreate as unknown as { customer: { id: string } }).customer;
  await arrive();
  const before = await calls();
  await change(setTags, { id, tags: ['newsletter'] });
  await arrive();
  expect(await calls()).toBe(before);
  expect(await keptOf(id.split('/').at(-1) ?? '')).toBeUndefined();
});
