import { ConfigError, config } from '../config/config.server';
import { pending } from '../db/migrate.server';
import { queueHealth } from '../jobs/queue.server';
import { listStores, type StoreRecord } from '../tenancy/store.server';
import type { Command } from './command';
import { roleFacts, serverVersion, storeHealth, unguardedTables } from './doctor-store.server';
import { table } from './table';

export type Finding = { check: string; state: 'ok' | 'look' | 'wrong'; what: string };

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'checks configuration, database, queue and stores; exit code 1 when something is wrong',
  options: { json: { type: 'boolean', what: 'print the findings as JSON' } },
  async run(values, out) {
    const findings = await examine();
    out.say(values.json ? JSON.stringify(findings, null, 2) : table(findings));
    return findings.some((finding) => finding.state === 'wrong') ? 1 : 0;
  },
};

/** Looks at everything it can; what stands on something broken is not asked. */
export async function examine(): Promise<Finding[]> {
  const findings: Finding[] = [];
  const look = async (check: string, work: () => Promise<Omit<Finding, 'check'>>): Promise<boolean> => {
    try {
      const finding = { check, ...(await work()) };
      findings.push(finding);
      return finding.state !== 'wrong';
    } catch (error) {
      const what = error instanceof ConfigError ? error.message : `${(error as Error).message.split('\n')[0]}`;
      findings.push({ check, state: 'wrong', what });
      return false;
    }
  };
  if (!(await look('configuration', checkConfiguration))) return findings;
  if (!(await look('database', checkVersion))) return findings;
  if (!(await look('migrations', checkMigrations))) return findings;
  await look('roles', checkRoles);
  await look('row-level security', checkGuards);
  await look('queue', checkQueue);
  await look('stores', async () => {
    const stores = await listStores();
    for (const store of stores) await look(store.domain, () => checkStore(store));
    return { state: 'ok', what: `${stores.length} known` };
  });
  return findings;
}

async function checkConfiguration(): Promise<Omit<Finding, 'check'>> {
  const { mode, shopify, shoplazza, web } = config();
  const replaced = shopify.apiOrigin ?? shoplazza?.apiOrigin;
  if (mode === 'production' && replaced) {
    return { state: 'look', what: `the platform is replaced by ${replaced}: right for a demo only` };
  }
  if (mode === 'production' && !web.appUrl.startsWith('https://')) {
    return { state: 'look', what: `APP_URL is ${web.appUrl}, not https` };
  }
  return { state: 'ok', what: `${mode}, ${web.appUrl}` };
}

async function checkVersion(): Promise<Omit<Finding, 'check'>> {
  const version = await serverVersion();
  const what = `PostgreSQL ${version.text}`;
  return version.number >= 150_000 ? { state: 'ok', what } : { state: 'wrong', what: `${what}; 15 or later is needed` };
}

async function checkMigrations(): Promise<Omit<Finding, 'check'>> {
  const missing = await pending(config().database.url);
  if (missing.length === 0) return { state: 'ok', what: 'all applied' };
  return { state: 'wrong', what: `${missing.length} to apply: npm run db:migrate` };
}

async function checkRoles(): Promise<Omit<Finding, 'check'>> {
  const roles = await roleFacts();
  const wrong = roles.filter((role) => !role.safe || role.owns > 0).map((role) => role.name);
  if (roles.length < 2) return { state: 'wrong', what: 'tagalong_runtime or tagalong_system is missing' };
  return wrong.length > 0
    ? { state: 'wrong', what: `${wrong.join(', ')} may do too much or owns tables` }
    : { state: 'ok', what: roles.map((role) => role.name).join(', ') };
}

async function checkGuards(): Promise<Omit<Finding, 'check'>> {
  const open = await unguardedTables();
  return open.length > 0
    ? { state: 'wrong', what: `not forced on ${open.join(', ')}` }
    : { state: 'ok', what: 'forced on every table' };
}

async function checkQueue(): Promise<Omit<Finding, 'check'>> {
  const { waiting, active, oldestSeconds } = await queueHealth();
  const what = `${waiting} jobs wait, ${active} run`;
  if (waiting > 0 && oldestSeconds > 300) {
    return { state: 'wrong', what: `${what}, the oldest for ${oldestSeconds} s: is a worker running?` };
  }
  return { state: 'ok', what };
}

async function checkStore(store: StoreRecord): Promise<Omit<Finding, 'check'>> {
  const health = await storeHealth(store.id);
  if (!health) return { state: 'wrong', what: 'cannot be read' };
  const said = [`${store.state}`, `${health.pending} pending, ${health.failed} failed, ${health.dead} dead`];
  let state: Finding['state'] = health.dead > 0 || health.openRequests > 0 ? 'look' : 'ok';
  if (health.openRequests > 0) said.push(`${health.openRequests} privacy requests open`);
  if ((health.oldestSeconds ?? 0) > 300) {
    state = 'wrong';
    said.push(`the oldest waits for ${health.oldestSeconds} s`);
  }
  if (store.state === 'active' && store.installationEpoch > 0) {
    if (!health.hasToken || (health.refreshExpires !== null && health.refreshExpires < new Date())) {
      state = 'wrong';
      said.push('no live token: the merchant has to open the app');
    } else said.push('token present');
  }
  return { state, what: said.join(', ') };
}
