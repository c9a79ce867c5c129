import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { openBrowser } from './browser';

/** A merchant says where to be told, sees that it arrives, and is told by the running worker when something needs them. */
const demo = inject('demo');

test('an alert reaches the webhook that the merchant entered, and the Home page', async () => {
  const said: string[] = [];
  const hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      said.push((JSON.parse(body) as { text: string }).text);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
  const context = await openBrowser();
  const database = new pg.Client({ connectionString: demo.databaseUrl });
  await database.connect();
  try {
    const page = await context.newPage();
    await page.goto(`${demo.practiceAdminUrl}/settings`);
    const app = page.frameLocator('iframe').first();
    const field = app.getByLabel('Slack-compatible webhook');
    await field.waitFor({ timeout: 30_000 });

    // What is typed before the page is alive is lost: a merchant would type it again.
    const refused = async () => {
      await field.fill('not an address');
      await app.getByRole('button', { name: 'Save alerts' }).click();
      await page.waitForTimeout(700);
      return app.getByText('Enter the address of a webhook, or leave it empty.').isVisible();
    };
    await expect.poll(refused, { timeout: 30_000 }).toBe(true);

    await field.fill(address);
    await app.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => said, { timeout: 15_000 }).toEqual([expect.stringContaining('this is a test')]);
    await database.query(
      `insert into inbox_entry (store_id, source, topic, dedupe_key, body, state, reason_class, reason)
        select id, 'webhook', 'orders/create', 'alert-of-the-test', '{}', 'dead', 'malformed', 'No order.' from store`,
    );
    // A save looks at once.
    await app.getByRole('button', { name: 'Save alerts' }).click();
    const saved = async () => (await database.query('select webhook from alert_setting')).rows[0]?.webhook ?? '';
    await expect.poll(saved, { timeout: 15_000 }).not.toBe('');
    await expect.poll(() => said[1], { timeout: 30_000 }).toContain('Messages could not be processed: 1 entry');
    await page.reload();
    await expect.poll(() => app.getByLabel('Slack-compatible webhook').inputValue(), { timeout: 20_000 }).toBe(address);

    await page.goto(demo.practiceAdminUrl);
    await app.getByText('Messages could not be processed').first().waitFor({ timeout: 20_000 });
  } finally {
    await database.query(`delete from inbox_entry where dedupe_key = 'alert-of-the-test'`);
    await database.end();
    await context.end();
    hook.close();
  }
});
