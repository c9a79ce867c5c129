import { json } from '@remix-run/node';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { withTenantSql } from '../../db/client.server';
import { Fault } from '../../domain/shared/fault';
import { type StoreId, storeIdOf } from '../../domain/shared/ids';
import { writeSession } from '../../tenancy/session-store.server';
import { installStore } from '../../tenancy/store.server';
import type { PageError } from '../../ui/explain-error';
import { loader as pulse } from '../app.pulse';
import { onPage } from './on-page.server';

const domain = 'pages.myshopify.com';
const storeId: StoreId = storeIdOf('shopify', domain);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await installStore({ platform: 'shopify', domain, scopes: 'read_orders' });
  await writeSession(
    { platform: 'shopify', storeId },
    {
      id: `offline_${domain}`,
      isOnline: false,
      state: '',
      scope: 'read_orders',
      accessToken: 'shpat_page_test',
      accessTokenExpiresAt: new Date(Date.now() + 3_600_000),
      refreshToken: null,
      refreshTokenExpiresAt: null,
      userId: null,
    },
  );
});
afterAll(() => database.close());

/** A request as App Bridge sends it. */
async function asked(path = '/app', secret = database.config.shopify.apiSecret): Promise<Request> {
  const token = await new SignJWT({ dest: `https://${domain}`, sid: 'test' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(`https://${domain}/admin`)
    .setAudience(database.config.shopify.apiKey)
    .setSubject('42')
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('1m')
    .sign(new TextEncoder().encode(secret));
  return new Request(`http://127.0.0.1:3999${path}`, {
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
      'x-request-id': 'request-7',
    },
  });
}

async function thrownBy(work: Promise<unknown>): Promise<Response> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Response)) throw new Error('no answer was thrown');
  return thrown;
}

describe('the way into a page', () => {
  test('a genuine token says which store and who', async () => {
    const visit = await onPage(await asked(), async ({ merchant, store }) => ({ merchant, domain: store.domain }));
    expect(visit.domain).toBe(domain);
    expect(visit.merchant).toMatchObject({ storeId, userId: '42' });
  });

  test('a forged token is refused by an answer that makes App Bridge try again, and no work is done', async () => {
    let worked = false;
    const forged = await asked('/app', 'not-the-secret-0123456789');
    const answer = await thrownBy(
      onPage(forged, async () => {
        worked = true;
      }),
    );
    expect(answer.status).toBe(401);
    expect(answer.headers.get('X-Shopify-Retry-Invalid-Session-Request')).toBe('1');
    expect(worked).toBe(false);
  });

  test('a fault becomes its public words with the request id', async () => {
    const fault = new Fault({ reasonClass: 'not-found', retry: false, publicMessage: 'There is no such order.' });
    const answer = await thrownBy(onPage(await asked(), () => Promise.reject(fault)));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ message: 'There is no such order.', requestId: 'request-7', retry: false });
  });

  test('a bug says nothing about itself', async () => {
    const answer = await thrownBy(
      onPage(await asked(), () => Promise.reject(new Error('relation "x" does not exist'))),
    );
    expect(answer.status).toBe(500);
    const body = (await answer.json()) as PageError;
    expect(body.requestId).toBe('request-7');
    expect(body.message).not.toContain('relation');
  });

  test('an answer that the work throws passes untouched', async () => {
    const own = json({ said: 'no' }, { status: 409 });
    expect(await thrownBy(onPage(await asked(), () => Promise.reject(own)))).toBe(own);
  });
});

describe('the pulse', () => {
  const beat = async () => {
    const answer = await pulse({ request: await asked('/app/pulse'), params: {}, context: {} });
    return ((await answer.json()) as { pulse: string }).pulse;
  };

  test('stays the same while nothing changes, and is another one when something arrives', async () => {
    const first = await beat();
    expect(await beat()).toBe(first);
    await withTenantSql(storeId, (sql) =>
      sql(
        `insert into inbox_entry (store_id, source, topic, dedupe_key, body) values ($1, 'webhook', 'orders/create', 'p1', '{}')`,
        [storeId],
      ),
    );
    expect(await beat()).not.toBe(first);
  });

  test('does not tell a stranger', async () => {
    const request = await asked('/app/pulse', 'not-the-secret-0123456789');
    expect((await thrownBy(pulse({ request, params: {}, context: {} }))).status).toBe(401);
  });
});
