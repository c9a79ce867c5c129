import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '../../../app/db/embedded.server';
import { applyFaults } from '../../../practice/shopify/faults';
import { type ConnectedStore, connectStore } from '../../setup/connected-store';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../setup/test-database';

/**
 * One world of the rig: a practice platform with one store, our database, and the program's processes, each of which
 * can be armed to end itself at a point.
 */
export type Name = 'web' | 'worker-1' | 'worker-2';
export type Lane = {
  store: ConnectedStore;
  appUrl: string;
  /** the processes that run; the others are stopped */
  run(names: Name[]): Promise<void>;
  /** arms all processes of a kind, or with null disarms them */
  arm(kind: 'web' | 'worker', point: string | null): Promise<void>;
  /** resolves with the name of the first process that ends by itself from now on; null after `ms` */
  death(ms: number): Promise<Name | null>;
  /** resolves with the name of the first process that stops in its tracks; throws after `ms` */
  sleep(ms: number): Promise<Name>;
  wake(name: Name): void;
  /** the processes that have not ended */
  alive(): Name[];
  /** starts what died again */
  revive(): Promise<void>;
  close(): Promise<void>;
};

export type LaneOptions = {
  domain: string;
  /** the folder of the program's text */
  app: string;
  environment?: Record<string, string>;
  /** what one of the processes is told besides */
  environmentOf?: (name: Name) => Record<string, string>;
  orders?: number;
  /** the tests' own server by default */
  newDatabase?: (environment: Record<string, string>) => Promise<TestDatabase>;
};

export async function openLane({
  domain,
  app,
  environment = {},
  environmentOf = () => ({}),
  orders = 12,
  newDatabase = createTestDatabase,
}: LaneOptions): Promise<Lane> {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const store = await connectStore(domain, { orders, appUrl, newDatabase });
  // The platform's hours between two tries are moments here.
  applyFaults(store.practice.platform.faults, { webhooks: { retryScale: 0.002 } });
  const running = new Map<Name, Armed>();
  let wanted: Name[] = [];
  const deaths: ((name: Name) => void)[] = [];
  const asleep = new Set<Name>();
  const start = async (name: Name) => {
    const one = await startArmed(`${app}/${name === 'web' ? 'entry.web.ts' : 'entry.worker.ts'}`, {
      ...{ DATABASE_URL: store.database.url, PORT: String(port), APP_URL: appUrl },
      ...{ SHOPIFY_API_ORIGIN: store.practice.apiUrl, ...environment, ...environmentOf(name) },
    });
    running.set(name, one);
    void one.ended.then(() => {
      if (running.get(name) !== one) return;
      if (one.child.signalCode !== 'SIGKILL') console.log(`${name} ended by itself:\n${one.said()}`);
      running.delete(name);
      for (const tell of deaths.splice(0)) tell(name);
    });
  };
  const stop = async (name: Name) => {
    const one = running.get(name);
    running.delete(name);
    one?.child.kill('SIGKILL');
    await one?.ended;
  };
  const revive = async () => {
    await Promise.all(wanted.filter((name) => !running.has(name)).map(start));
  };
  return {
    ...{ store, appUrl },
    alive: () => [...running.keys()],
    revive,
    async run(names) {
      wanted = names;
      await Promise.all([...running.keys()].filter((name) => !names.includes(name)).map(stop));
      await revive();
    },
    async arm(kind, point) {
      // Who sleeps hears nothing, and is not armed any more.
      const ones = [...running].filter(([name]) => name.startsWith(kind) && !asleep.has(name)).map(([, one]) => one);
      await Promise.all(ones.map((one) => one.arm(point)));
    },
    death: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), ms);
        deaths.push((name) => {
          clearTimeout(timer);
          resolve(name);
        });
      }),
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no process fell asleep')), ms);
        for (const [name, { child }] of running) {
          child.on('message', (message: { asleep?: boolean }) => {
            if (!message.asleep) return;
            clearTimeout(timer);
            asleep.add(name);
            resolve(name);
          });
        }
      }),
    wake(name) {
      asleep.delete(name);
      running.get(name)?.child.kill('SIGCONT');
    },
    async close() {
      wanted = [];
      await Promise.all([...running.keys()].map(stop));
      await store.close();
    },
  };
}

type Armed = {
  child: ChildProcess;
  ended: Promise<void>;
  said(): string;
  arm(point: string | null): Promise<void>;
};

async function startArmed(entry: string, environment: Record<string, string>): Promise<Armed> {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    cwd: `${entry.slice(0, entry.lastIndexOf('/app/'))}`,
    env: { ...process.env, ...testEnvironment, NODE_ENV: 'production', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const hear = (data: Buffer) => {
      said = (said + data).slice(-20_000);
      if (said.includes('{"ready":true')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`${entry} ended with ${code} before it was ready:\n${said}`)));
  });
  const arm = (point: string | null) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null || !child.connected) return resolve();
      void ended.then(resolve);
      child.once('message', () => resolve());
      child.send({ arm: point ?? '' }, (error) => error && resolve());
    });
  return { child, ended, said: () => said.slice(-3000), arm };
}
