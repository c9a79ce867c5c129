import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { config } from '../config/config.server';
import { withSystem } from '../db/client.server';
import { pending } from '../db/migrate.server';
import { queueHealth } from '../jobs/queue.server';
import { measureDatabase } from '../observability/gauges-store.server';
import { metrics } from '../observability/metrics.server';

/** What operators and their machines ask: alive, ready, how is it going. */
export function isHealth(path: string): boolean {
  return path === '/healthz' || path === '/readyz' || path === '/metrics';
}

export async function answerHealth(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  if (path === '/healthz') return json(response, 200, { alive: true });
  if (path === '/readyz') {
    const readiness = await checkReadiness();
    return json(response, readiness.ready ? 200 : 503, readiness);
  }
  if (!mayReadMetrics(request)) return json(response, 401, { error: 'metrics need their bearer token' });
  // Metrics must answer when the database does not: then above all.
  await check(async () => {
    await measureDatabase();
    return { ok: true };
  });
  response.writeHead(200, { 'content-type': metrics.contentType });
  response.end(await metrics.metrics());
}

export type Check = { ok: boolean; reason?: string; [detail: string]: unknown };
export type Readiness = { ready: boolean; checks: { database: Check; migrations: Check; queue: Check } };

/** Whether this process can do its work, and if not, why. */
export async function checkReadiness(): Promise<Readiness> {
  const [database, migrations, queue] = await Promise.all([
    check(async () => {
      await withSystem((sql) => sql('select 1'));
      return { ok: true };
    }),
    check(checkMigrations),
    check(async () => ({ ok: true, ...(await queueHealth()) })),
  ]);
  return { ready: database.ok && migrations.ok && queue.ok, checks: { database, migrations, queue } };
}

let allApplied = false;

/** Migrations do not come undone: once they are all there, they are not counted again. */
async function checkMigrations(): Promise<Check> {
  if (allApplied) return { ok: true };
  const missing = await pending(config().database.url);
  allApplied = missing.length === 0;
  return allApplied
    ? { ok: true }
    : { ok: false, reason: `not applied: ${missing.join(', ')}; run npm run db:migrate` };
}

const patienceMs = 3_000;

async function check(work: () => Promise<Check>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: `no answer within ${patienceMs} ms` }), patienceMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    // The code alone: messages of connections may hold host names and users.
    const code = (error as { code?: unknown }).code;
    return { ok: false, reason: `does not answer${typeof code === 'string' ? ` (${code})` : ''}` };
  } finally {
    clearTimeout(timer);
  }
}

function mayReadMetrics(request: IncomingMessage): boolean {
  const token = config().web.metricsToken;
  if (token === undefined) return true;
  const given = Buffer.from(request.headers.authorization ?? '');
  const right = Buffer.from(`Bearer ${token}`);
  return given.length === right.length && timingSafeEqual(given, right);
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
