import { expect, test } from 'vitest';
import { Fault } from '../../domain/shared/fault';
import type { AdminClient } from './client.server';
import { faultOfReply, faultOfUserErrors } from './faults';
import { fetchOrders, searchFor } from './fetch-orders.server';
import { ChangedOrders } from './generated/operations';
import { hearClock } from './platform-clock.server';
import { pullOrders } from './pull-orders.server';

/** How orders are asked for, against a client that answers from memory. */
function clientOver(updatedAt: string[], mostAtOnce: number) {
  const asked: number[] = [];
  const all = updatedAt.map((time, at) => ({ id: `gid://shopify/Order/${at + 1}`, updatedAt: time }));
  const empty = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
  const client = {
    lastCost: () => 300,
    run: async (operation: unknown, variables: { ids?: string[]; after?: string | null; first?: number }) => {
      if (operation === ChangedOrders) {
        const from = Number(variables.after ?? 0);
        const nodes = all.slice(from, from + 3);
        const endCursor = String(from + 3);
        return { orders: { pageInfo: { hasNextPage: from + 3 < all.length, endCursor }, nodes } };
      }
      const ids = variables.ids ?? [];
      asked.push(ids.length);
      if (ids.length > mostAtOnce) {
        throw new Fault({
          reasonClass: 'platform-refused',
          retry: false,
          publicMessage: '',
          message: 'MAX_COST_EXCEEDED',
        });
      }
      const lists = {
        lineItems: empty,
        shippingLines: empty,
        discountApplications: empty,
        fulfillments: [],
        refunds: [],
        returnStatus: 'NO_RETURN',
        edited: false,
      };
      return { nodes: ids.map((id) => ({ __typename: 'Order', ...all.find((one) => one.id === id), ...lists })) };
    },
  };
  return { client: client as unknown as AdminClient, asked };
}

const second = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();

test('an order is stamped with the platform’s time, whatever our clock says', async () => {
  const { client } = clientOver([second(1)], 10);
  const day = 86_400_000;
  hearClock(new Date(Date.now() - day).toUTCString());
  const [order] = await fetchOrders(client, ['1']);
  hearClock(new Date().toUTCString());
  expect(Math.abs(Date.parse(order?.askedAt ?? '') - (Date.now() - day))).toBeLessThan(60_000);
});

test('a query that is too expensive is asked in smaller pieces, and nothing is lost', async () => {
  const { client, asked } = clientOver(
    Array.from({ length: 9 }, (_, n) => second(n)),
    2,
  );
  const orders = await fetchOrders(
    client,
    Array.from({ length: 9 }, (_, n) => String(n + 1)),
  );
  expect(orders.map((one) => one.platformOrderId)).toEqual(Array.from({ length: 9 }, (_, n) => String(n + 1)));
  expect(asked[0]).toBe(5);
  expect(Math.max(...asked.slice(1))).toBeLessThanOrEqual(5);
  const one = clientOver([second(1)], 0);
  await expect(fetchOrders(one.client, ['1'])).rejects.toThrow('MAX_COST_EXCEEDED');
});

test('what a search returns outside its window is left out', async () => {
  const { client } = clientOver([second(1), second(5), second(9), second(13)], 50);
  const found: string[] = [];
  for await (const page of pullOrders(client, { from: second(5), to: second(9) })) {
    found.push(...page.map((one) => one.platformOrderId));
  }
  expect(found).toEqual(['2', '3']);
});

test('a window is searched in every state', () => {
  expect(searchFor({ from: second(0), to: null })).toBe(`status:any updated_at:>='2026-01-01T00:00:00.000Z'`);
});

test.each([
  [
    'a bucket that refills',
    {
      status: 200,
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: {
        cost: {
          requestedQueryCost: 500,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 100, restoreRate: 100 },
        },
      },
    },
    { reasonClass: 'throttled', retry: true, retryAfterMs: 4000 },
  ],
  ['429', { status: 429, headers: { get: () => '2' } }, { reasonClass: 'throttled', retry: true, retryAfterMs: 2000 }],
  ['an outage', { status: 503 }, { reasonClass: 'platform-unavailable', retry: true }],
  [
    'a refused scope',
    { status: 200, data: { a: null }, errors: [{ message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } }] },
    { reasonClass: 'platform-refused', retry: false },
  ],
  ['a frozen store', { status: 402 }, { reasonClass: 'platform-refused', retry: false }],
])('%s means what it means', (_, reply, fault) => {
  expect(faultOfReply('Some', reply)).toMatchObject(fault);
});

test('a good reply is no fault, nor is an empty list of user errors', () => {
  expect(faultOfReply('Some', { status: 200, data: {} })).toBeNull();
  expect(faultOfUserErrors('Some', [])).toBeNull();
  expect(faultOfUserErrors('Some', [{ field: ['input', 'title'], message: 'is blank' }])).toMatchObject({
    publicMessage: 'Shopify refused: input.title: is blank',
  });
});
