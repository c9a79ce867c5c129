import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { setConfig } from '../config/config.server';
import { pool } from '../db/client.server';
import { freePort } from '../db/embedded.server';
import { forget } from '../db/once.server';
import type { StoreId } from '../domain/shared/ids';
import { installStore } from '../tenancy/store.server';
import { type AlertSettings, listAlerts, saveAlertSettings } from './alert-store.server';
import { callWebhook, isPrivate } from './channels.server';
import { lookAt, lookAtStores, tellTest } from './look.server';

/** Trouble in a real database, told to a real mail server and a real webhook on this machine. */
let database: TestDatabase;
let mail: SMTPServer;
let hook: Server;
let hookAt: string;
let letters: { to: string; text: string }[] = [];
let calls: string[] = [];
let mailIsAway = false;
let hookStatus = 200;
let stores = 0;

beforeAll(async () => {
  const port = await freePort();
  mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(mailIsAway ? new Error('away') : null),
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (part) => {
        text += part;
      });
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) letters.push({ to: address, text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => mail.listen(port, '127.0.0.1', resolve));
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (hookStatus === 200) calls.push((JSON.parse(body) as { text: string }).text);
      response.writeHead(hookStatus).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  hookAt = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/services/T0/B0`;
  database = await createTestDatabase({ SMTP_URL: `smtp://127.0.0.1:${port}`, ALERT_WEBHOOKS_ANYWHERE: '1' });
});
afterAll(async () => {
  forget('alerts.smtp');
  hook.close();
  mail.close(() => {});
  await database.close();
});
beforeEach(() => {
  letters = [];
  calls = [];
  mailIsAway = false;
  hookStatus = 200;
});

const none: AlertSettings = { email: null, webhook: null, quiet: null, thresholds: {} };

async function newStore(settings: Partial<AlertSettings>): Promise<StoreId> {
  stores += 1;
  const domain = `alerts-${stores}.myshopify.com`;
  const { id } = (await installStore({ platform: 'shopify', domain, scopes: '' })).store;
  await saveAlertSettings(id, 'shopify', { ...none, ...settings });
  return id;
}

async function deadLetters(storeId: StoreId, count: number): Promise<void> {
  await database.admin.query(
    `insert into inbox_entry (store_id, source, topic, dedupe_key, body, state, reason_class)
      select $1, 'webhook', 'orders/create', 'dead-' || n, '{}', 'dead', 'malformed' from generate_series(1, $2) n`,
    [storeId, count],
  );
}

const noon = new Date('2026-07-01T12:00:00Z');

test('trouble is told once by both ways, and once that it is over', async () => {
  const storeId = await newStore({ email: 'owner@example.com', webhook: hookAt });
  expect(await lookAt(storeId, noon)).toBe(false);
  await deadLetters(storeId, 3);
  expect(await lookAt(storeId, noon)).toBe(true);
  expect(await lookAt(storeId, noon)).toBe(false);
  expect(letters).toMatchObject([{ to: 'owner@example.com', text: expect.stringContaining('3 entries') }]);
  expect(calls).toEqual([expect.stringContaining('Messages could not be processed: 3 entries')]);
  expect(await listAlerts(storeId, 5)).toMatchObject([{ rule: 'dead-letters', value: 3, recoveredAt: null }]);

  await database.admin.query(`delete from inbox_entry where store_id = $1`, [storeId]);
  expect(await lookAt(storeId, noon)).toBe(true);
  expect(await lookAt(storeId, noon)).toBe(false);
  expect(calls[1]).toContain('Over again');
  expect(letters).toHaveLength(2);
  expect(await listAlerts(storeId, 5)).toMatchObject([{ rule: 'dead-letters', recoveredAt: expect.any(Date) }]);
});

test('in quiet hours nobody is told; what is over by the morning is told to nobody', async () => {
  const storeId = await newStore({ webhook: hookAt, quiet: { from: 11 * 60, to: 13 * 60 } });
  await deadLetters(storeId, 1);
  expect(await lookAt(storeId, noon)).toBe(false);
  await database.admin.query(`delete from inbox_entry where store_id = $1`, [storeId]);
  expect(await lookAt(storeId, noon)).toBe(false);
  const later = new Date('2026-07-01T13:00:00Z');
  expect(await lookAt(storeId, later)).toBe(false);
  await deadLetters(storeId, 2);
  expect(await lookAt(storeId, noon)).toBe(false);
  expect(await lookAt(storeId, later)).toBe(true);
  expect(calls).toEqual([expect.stringContaining('2 entries')]);
});

test('a way that fails is tried again until one works, and the other stores are told meanwhile', async () => {
  const troubled = await newStore({ email: 'owner@example.com' });
  const other = await newStore({ webhook: hookAt });
  await deadLetters(troubled, 1);
  await deadLetters(other, 1);
  mailIsAway = true;
  expect(await lookAtStores(noon)).toBe(1);
  expect(calls).toHaveLength(1);
  mailIsAway = false;
  expect(await lookAtStores(noon)).toBe(1);
  expect(letters).toHaveLength(1);
});

test('the look over all stores begins at the merchant’s own threshold, and tells that it is over', async () => {
  const storeId = await newStore({ webhook: hookAt, thresholds: { 'dead-letters': 3 } });
  const mine = () => calls.filter((text) => text.includes(`alerts-${stores}.myshopify.com`));
  await deadLetters(storeId, 2);
  await lookAtStores(noon);
  expect(mine()).toEqual([]);
  await saveAlertSettings(storeId, 'shopify', { ...none, webhook: hookAt, thresholds: { 'dead-letters': 2 } });
  await lookAtStores(noon);
  await lookAtStores(noon);
  expect(mine()).toEqual([expect.stringContaining('2 entries')]);
  await database.admin.query(`delete from inbox_entry where store_id = $1`, [storeId]);
  await lookAtStores(noon);
  await lookAtStores(noon);
  expect(mine()).toEqual([expect.anything(), expect.stringContaining('Over again')]);
});

test('calm stores are glanced at together, not looked at one by one', async () => {
  await database.admin.query(`delete from inbox_entry`);
  await lookAtStores(noon);
  await lookAtStores(new Date('2026-07-01T13:00:00Z'));
  for (let n = 0; n < 10; n++) await newStore({});
  const begun = vi.spyOn(pool('tagalong_runtime'), 'connect');
  await lookAtStores(noon);
  expect(begun.mock.calls.length).toBeLessThan(10);
  begun.mockRestore();
});

test('two workers that look at once raise and tell once', async () => {
  const storeId = await newStore({ webhook: hookAt });
  await deadLetters(storeId, 1);
  await Promise.all(Array.from({ length: 6 }, () => lookAt(storeId, noon)));
  expect(calls).toHaveLength(1);
  expect(await listAlerts(storeId, 5)).toHaveLength(1);
});

test('the merchant’s own thresholds count', async () => {
  const storeId = await newStore({ webhook: hookAt, thresholds: { 'dead-letters': 5 } });
  await deadLetters(storeId, 4);
  expect(await lookAt(storeId, noon)).toBe(false);
  expect(await listAlerts(storeId, 5)).toEqual([]);
});

test('a test message arrives, or says why it did not', async () => {
  const storeId = await newStore({});
  const settings = { ...none, email: 'owner@example.com', webhook: hookAt };
  expect(await tellTest(storeId, settings)).toEqual(['email', 'webhook']);
  expect(letters).toHaveLength(1);
  hookStatus = 500;
  await expect(tellTest(storeId, settings)).rejects.toMatchObject({
    publicMessage: expect.stringContaining('webhook'),
  });
});

test('the webhook’s address is encrypted at rest', async () => {
  const storeId = await newStore({ webhook: hookAt });
  const { rows } = await database.admin.query('select webhook from alert_setting where store_id = $1', [storeId]);
  expect(rows[0].webhook).not.toContain('services');
});

test('our own network cannot be called, under no name and in no spelling', async () => {
  for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.0.1', '172.20.0.1', '0.0.0.0']) {
    expect(isPrivate(address), address).toBe(true);
    expect(isPrivate(`::ffff:${address}`), address).toBe(true);
  }
  for (const address of ['::1', 'fd00::1', 'fe80::1', '::']) expect(isPrivate(address), address).toBe(true);
  for (const address of ['8.8.8.8', '2606:4700::1111']) expect(isPrivate(address), address).toBe(false);
  const { config } = database;
  setConfig({ ...config, alerts: { ...config.alerts, allowPrivate: false } });
  try {
    const message = { subject: 's', text: 't' };
    for (const address of [
      hookAt,
      'https://127.0.0.1/x',
      'https://localhost/x',
      'https://[::1]/x',
      'https://2130706433/',
    ]) {
      await expect(callWebhook(address, message), address).rejects.toMatchObject({ reasonClass: 'invalid' });
    }
  } finally {
    setConfig(config);
  }
});
