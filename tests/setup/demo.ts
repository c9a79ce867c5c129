import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '../../app/db/embedded.server';

/** What `npm run demo` writes for other programs: where everything is. */
export type DemoCard = {
  appUrl: string;
  practiceAdminUrl: string;
  storefrontUrl: string;
  practiceApiUrl: string;
  storeDomain: string;
  apiKey: string;
  webhookSecret: string;
  databaseUrl: string;
  addOnVariantIds: string[];
  productVariantIds: string[];
  shoplazza: Pick<DemoCard, 'practiceAdminUrl' | 'storefrontUrl' | 'practiceApiUrl' | 'storeDomain' | 'apiKey'>;
};

declare module 'vitest' {
  interface ProvidedContext {
    demo: DemoCard;
    /** how long the first and the second start took, in seconds, and whether the second found everything again */
    demoStarts: { first: number; second: number; ordersBefore: number; ordersAfter: number };
  }
}

/** Browser tests look at the demo itself, started as a stranger starts it: twice, because the second start must be quick and lose nothing. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-demo-'));
  const port = await freeRange();
  const first = await startDemo(folder, port);
  const ordersBefore = await countOrders(first.card);
  await first.stop();
  const second = await startDemo(folder, port);
  project.provide('demo', second.card);
  project.provide('demoStarts', {
    first: first.seconds,
    second: second.seconds,
    ordersBefore,
    ordersAfter: await countOrders(second.card),
  });
  return async () => {
    await second.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function startDemo(folder: string, port: number) {
  const began = Date.now();
  const args = ['scripts/demo.ts', '--headless', '--platform', 'both', '--data-dir', folder, '--port', String(port)];
  const child = spawn('tsx', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Tagalong is ready')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', (code) => reject(new Error(`the demo ended with code ${code}:\n${said}`)));
  });
  const card = JSON.parse(await readFile(path.join(folder, 'demo.json'), 'utf8')) as DemoCard;
  return { card, seconds: (Date.now() - began) / 1000, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  await ended;
}

async function countOrders(card: DemoCard): Promise<number> {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const address = `${card.appUrl}/api/v1/analytics/summary?from=${day(-640)}&to=${day(1)}`;
  const reply = await fetch(address, { headers: { authorization: `Bearer ${card.apiKey}` } });
  return ((await reply.json()) as { orders: number }).orders;
}

/** Six free ports in a row: the demo takes the one it is told and the next five. */
async function freeRange(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port > 65_000) continue;
    const free = await Promise.all([1, 2, 3, 4, 5].map((n) => isFree(port + n)));
    if (free.every(Boolean)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
