import { createHmac } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort, startEmbedded } from '../../../app/db/embedded.server';
import { migrate } from '../../../app/db/migrate.server';
import { testEnvironment } from '../../setup/test-database';
import { killPostgres } from '../kill-postgres';
import { startProcess } from '../processes';
import { restOrder } from '../rest-order';

const deliveries = 60;

/**
 * Sends deliveries until each is acknowledged, kills every process of the database at once, and starts it again.
 * @param flags settings of the server, `-c name=value`
 * @returns how many acknowledged deliveries the database has forgotten
 */
export async function lostInPowerCut(flags: string[]): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-power-'));
  await chmod(folder, 0o711);
  const data = path.join(folder, 'pg');
  try {
    const before = await startEmbedded(data, { flags });
    await migrate(before.url);
    const web = await startProcess('entry.web.ts', { DATABASE_URL: before.url, PORT: String(await freePort()) });
    await Promise.all(Array.from({ length: deliveries }, (_, n) => sendUntilTaken(String(web.facts.url), n)));
    await killPostgres(data);
    await web.kill();
    const after = await startEmbedded(data, { flags });
    const client = new pg.Client({ connectionString: after.url });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n from inbox_entry');
    await client.end();
    await after.stop();
    return deliveries - rows[0].n;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sendUntilTaken(url: string, n: number): Promise<void> {
  const body = restOrder(70_000 + n, { updated_at: '2026-11-01T10:00:00Z' });
  for (;;) {
    const reply = await fetch(`${url}/webhooks/shopify`, {
      method: 'POST',
      body,
      headers: {
        'x-shopify-topic': 'orders/create',
        'x-shopify-shop-domain': 'power.myshopify.com',
        'x-shopify-webhook-id': `power-${n}`,
        'x-shopify-hmac-sha256': createHmac('sha256', testEnvironment.SHOPIFY_API_SECRET).update(body).digest('base64'),
      },
    }).catch(() => undefined);
    if (reply?.status === 200) return;
  }
}
