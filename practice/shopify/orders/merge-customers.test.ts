import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { idOf } from '../gids';
import type { Answer } from '../stock/ask';
import { testStore } from '../test-store';

const { platform, room, run, heard } = testStore([
  'customers/merge',
  'customers/update',
  'customers/delete',
  'customers_email_marketing_consent/update',
  'customer.tags_added',
  'customer.tags_removed',
  'orders/updated',
]);
afterAll(() => platform.stop());
beforeEach(() => void heard());

const CREATE = `mutation Create($input: CustomerInput!) {
  customerCreate(input: $input) { customer { id email } userErrors { message } }
}`;
const MERGE = `mutation Merge($one: ID!, $two: ID!, $override: CustomerMergeOverrideFields) {
  customerMerge(customerOneId: $one, customerTwoId: $two, overrideFields: $override) {
    resultingCustomerId job { id done } userErrors { field message code }
  }
}`;
const ORDER = `mutation Order($order: OrderCreateOrderInput!) {
  orderCreate(order: $order) { order { id } userErrors { message } }
}`;

async function customer(input: Record<string, unknown>): Promise<string> {
  return (await run(CREATE, { input })).customerCreate.customer.id;
}

async function refusal(variables: Record<string, unknown>): Promise<unknown> {
  const reply = await platform.world.execute(room.domain, MERGE, variables);
  return reply.data.customerMerge;
}

test('orders move to the one who stays, with the address of that one, and everyone is told', async () => {
  const one = await customer({ email: 'a@example.com', firstName: 'Ann', note: 'a note', tags: ['red', 'old'] });
  const two = await customer({ email: 'b@example.com', lastName: 'Bee', note: 'b note', tags: ['red'] });
  const line = { title: 'Lamp', quantity: 1, priceSet: { shopMoney: { amount: '5', currencyCode: 'USD' } } };
  const made = await run(ORDER, { order: { customerId: one, email: 'a@example.com', lineItems: [line] } });
  heard();
  const merged = (await run(MERGE, { one, two })).customerMerge;
  expect(merged).toMatchObject({ resultingCustomerId: two, job: { done: false } });
  const told = heard();
  expect(told.map((news) => news.topic)).toEqual([
    'customers/merge',
    'customers/update',
    'customer.tags_added',
    'orders/updated',
  ]);
  expect(told[0]?.body).toEqual({
    admin_graphql_api_customer_kept_id: two,
    admin_graphql_api_customer_deleted_id: one,
    admin_graphql_api_job_id: merged.job.id,
    status: 'completed',
    errors: [],
  });
  expect(told[1]?.body).toMatchObject({ id: Number(idOf(two)), email: 'b@example.com', note: 'b note a note' });
  expect(told[3]?.body).toMatchObject({ email: 'b@example.com', customer: { id: Number(idOf(two)) } });
  const seen = await run(
    `query After($order: ID!, $one: ID!, $two: ID!, $job: ID!) {
      order(id: $order) { email customer { id } }
      one: customer(id: $one) { id }
      two: customer(id: $two) { firstName lastName note tags numberOfOrders orders(first: 3) { nodes { id } } }
      customerMergeJobStatus(jobId: $job) { status resultingCustomerId }
    }`,
    { order: made.orderCreate.order.id, one, two, job: merged.job.id },
  );
  expect(seen).toEqual({
    order: { email: 'b@example.com', customer: { id: two } },
    one: null,
    two: {
      firstName: 'Ann',
      lastName: 'Bee',
      note: 'b note a note',
      tags: ['old', 'red'],
      numberOfOrders: '1',
      orders: { nodes: [{ id: made.orderCreate.order.id }] },
    },
    customerMergeJobStatus: { status: 'COMPLETED', resultingCustomerId: two },
  });
});

test('what cannot be merged is refused in the words of the platform', async () => {
  const one = await customer({ email: 'c@example.com' });
  const nobody = 'gid://shopify/Customer/999999999999999';
  expect(await refusal({ one, two: one })).toEqual({
    resultingCustomerId: null,
    job: null,
    userErrors: [{ field: null, message: 'Customers IDs should not match', code: 'INVALID_CUSTOMER_ID' }],
  });
  const unknown = { message: 'Customer does not exist with ID 999999999999999', code: 'INVALID_CUSTOMER_ID' };
  expect(await refusal({ one, two: nobody })).toMatchObject({ userErrors: [{ field: ['customerTwoId'], ...unknown }] });
  expect(await refusal({ one: nobody, two: nobody })).toMatchObject({
    userErrors: [{ field: ['customerOneId'], ...unknown }],
  });
});

test('a consent is changed by its own mutation only, and shows its moment in both dialects', async () => {
  const id = await customer({ email: 'd@example.com', phone: '+14155550100' });
  heard();
  const refused = await platform.world.execute(
    room.domain,
    `mutation No($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { field message } } }`,
    { input: { id, emailMarketingConsent: { marketingState: 'SUBSCRIBED' } } },
  );
  expect(refused.data.customerUpdate.userErrors).toEqual([
    {
      field: ['emailMarketingConsent'],
      message: 'To update emailMarketingConsent, please use the customerEmailMarketingConsentUpdate Mutation instead',
    },
  ]);
  const consent = {
    marketingState: 'SUBSCRIBED',
    marketingOptInLevel: 'CONFIRMED_OPT_IN',
    consentUpdatedAt: '2026-04-25T01:00:00Z',
  };
  await run(
    `mutation Yes($input: CustomerEmailMarketingConsentUpdateInput!) {
      customerEmailMarketingConsentUpdate(input: $input) { userErrors { message } }
    }`,
    { input: { customerId: id, emailMarketingConsent: consent } },
  );
  const seen = await run(
    `query Consents($id: ID!) { customer(id: $id) {
      defaultEmailAddress { marketingState marketingOptInLevel marketingUpdatedAt }
      defaultPhoneNumber { phoneNumber marketingState marketingUpdatedAt }
      emailMarketingConsent { marketingState consentUpdatedAt }
    } }`,
    { id },
  );
  expect(seen.customer).toEqual({
    defaultEmailAddress: {
      marketingState: 'SUBSCRIBED',
      marketingOptInLevel: 'CONFIRMED_OPT_IN',
      marketingUpdatedAt: '2026-04-25T01:00:00Z',
    },
    defaultPhoneNumber: { phoneNumber: '+14155550100', marketingState: 'NOT_SUBSCRIBED', marketingUpdatedAt: null },
    emailMarketingConsent: { marketingState: 'SUBSCRIBED', consentUpdatedAt: '2026-04-25T01:00:00Z' },
  });
  const told = heard();
  expect(told.map((news) => news.topic)).toEqual(['customers_email_marketing_consent/update', 'customers/update']);
  const rest: Answer = told[1]?.body.email_marketing_consent;
  expect(rest).toMatchObject({ state: 'subscribed', opt_in_level: 'confirmed_opt_in' });
  expect(Date.parse(rest.consent_updated_at)).toBe(Date.parse('2026-04-25T01:00:00Z'));
  expect(told[0]?.body).toMatchObject({ email_address: 'd@example.com', email_marketing_consent: rest });
});

test('tags have topics of their own', async () => {
  const id = await customer({ email: 'tags@example.com', tags: ['red', 'tall'] });
  heard();
  await run(`mutation Tags($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { message } } }`, {
    input: { id, tags: ['red', 'wide'] },
  });
  const told = heard().filter((one) => one.topic.startsWith('customer.'));
  expect(told.map(({ topic, body }) => [topic, body.customerId, body.tags])).toEqual([
    ['customer.tags_added', id, ['wide']],
    ['customer.tags_removed', id, ['tall']],
  ]);
});

test('on request, customers come as lean as they are documented', async () => {
  const id = await customer({ email: 'lean@example.com', tags: ['red'] });
  const change = (note: string) =>
    run(`mutation Note($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { message } } }`, {
      input: { id, note },
    });
  heard();
  await change('whole');
  expect(heard()[0]?.body).toMatchObject({ note: 'whole', tags: 'red', email_marketing_consent: {} });
  platform.faults.webhooks.leanCustomers = true;
  await change('lean');
  platform.faults.webhooks.leanCustomers = false;
  const [told] = heard();
  expect(told?.body).toMatchObject({ note: 'lean', email: 'lean@example.com' });
  for (const gone of ['tags', 'email_marketing_consent', 'sms_marketing_consent']) {
    expect(told?.body).not.toHaveProperty(gone);
  }
});

type Recorded = { setup: { createOne: Step; createTwo: Step; inviteOne: unknown }; merge: Step };
type Step = { variables: Answer; response: { data: Answer } };

test('of two recorded customers the recorded one stays', async () => {
  const folder = process.env.TAGALONG_SHARED_DATA ?? path.resolve('../shared/data');
  const file = path.join(
    folder,
    'shopify-admin-graphql/harry-test-heelo.myshopify.com/2025-01/customers/customer-merge-selection-rules.json',
  );
  if (!existsSync(file)) {
    console.log(`no recording at ${file}: nothing to compare`);
    return;
  }
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Record<string, Recorded> };
  for (const [name, { setup, merge }] of Object.entries(cases)) {
    const ids = new Map<string, string>();
    for (const step of [setup.createOne, setup.createTwo]) {
      ids.set(step.response.data.customerCreate.customer.id, await customer(step.variables.input));
    }
    const ours = JSON.parse(JSON.stringify(merge.variables), (_key, value) => ids.get(value) ?? value);
    if (setup.inviteOne !== null) {
      const doc = room.shelf('customer').get(idOf(ours.one));
      if (doc !== null) room.shelf('customer').put({ ...doc, state: 'INVITED' });
    }
    const { resultingCustomerId } = (await run(MERGE, ours)).customerMerge;
    expect(resultingCustomerId, name).toBe(ids.get(merge.response.data.customerMerge.resultingCustomerId));
  }
  console.log(`${Object.keys(cases).length} recorded mergers compared`);
});
