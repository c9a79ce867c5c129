import { rollUp } from '../analytics/roll-up-store.server';
import { type PlatformName, platforms, storeIdOf } from '../domain/shared/ids';
import type { Platform } from '../platforms/platform';
import { platformOf } from '../platforms/registry.server';
import { rememberStore } from '../tenancy/store.server';
import { type Command, choice, needed, text, UsageError } from './command';
import { describeStore, learnCurrency } from './entries-store.server';
import { openFile, openStandardInput } from './import/file-source.server';
import { type ImportResult, importOrders } from './import/import-orders.server';

export const importCommand: Command = {
  name: 'import',
  summary: 'feeds raw orders from a file through the inbox and the writer; called again, it goes on where it stopped',
  options: {
    platform: { type: 'string', what: `the platform they come from: ${platforms.join(', ')}`, required: true },
    store: { type: 'string', what: 'permanent domain of the store; made when it is not known', required: true },
    file: {
      type: 'string',
      what: 'JSON or JSONL, REST or GraphQL shape, or the export of orders as CSV; - reads JSON from standard input',
      required: true,
    },
    rejects: { type: 'string', what: 'where refused records go (otherwise FILE.rejects.jsonl)' },
    currency: { type: 'string', what: 'currency of a store that is not installed (otherwise as most of its orders)' },
    'time-zone': { type: 'string', what: 'IANA time zone of a store that is not installed (otherwise UTC)' },
    restart: { type: 'boolean', what: 'read the file from its start, although an import of it stopped midway' },
    strict: { type: 'boolean', what: 'exit with 1 when an order failed' },
    json: { type: 'boolean', what: 'print the counts as JSON' },
  },
  async run(values, out) {
    const platform = adapterOf(choice(values, 'platform', platforms, needed(values, 'platform') as PlatformName));
    const domain = domainOf(needed(values, 'store'));
    const name = needed(values, 'file');
    const [currency, timeZone] = [text(values, 'currency'), text(values, 'time-zone')];
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
      throw new UsageError('--currency must be three capitals, like EUR.');
    if (timeZone !== undefined && !isTimeZone(timeZone))
      throw new UsageError(`--time-zone "${timeZone}" is no time zone.`);
    const source = name === '-' ? openStandardInput(process.stdin) : await openFile(name, platform.orders);
    const storeId = storeIdOf(platform.name, domain);
    const made = await rememberStore(platform.name, domain);
    if (made) out.note(`The store ${domain} is new here; it counts as not installed.`);
    await describeStore(storeId, { ...(currency ? { currency } : {}), ...(timeZone ? { timeZone } : {}) });
    const rejects = text(values, 'rejects') ?? (name === '-' ? null : `${name}.rejects.jsonl`);
    const restart = values.restart === true;
    const result = await importOrders(storeId, source, { name, rejects, restart }, out);
    if (currency === undefined) await learnCurrency(storeId);
    await rollUp(storeId);
    const counts = countsOf(result);
    out.say(values.json ? JSON.stringify(counts, null, 2) : wordsFor(counts));
    if (counts.failed > 0 && rejects !== null) out.note(`Refused records are in ${rejects}, with their reasons.`);
    if (result.state === 'cancelled') out.note('Somebody stopped the import.');
    return result.state === 'cancelled' || (values.strict && counts.failed > 0) ? 1 : 0;
  },
};

function countsOf({ processed: orders, created, updated, unchanged, failed, reasons }: ImportResult) {
  return { orders, created, updated, unchanged, failed, reasons };
}

/** @throws {UsageError} when it is no host name */
export function domainOf(given: string): string {
  const domain = given
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(domain)) throw new UsageError(`--store "${given}" is no domain.`);
  return domain;
}

/** Better said before the file is read than by every order in it. */
function adapterOf(platform: PlatformName): Platform {
  try {
    return platformOf(platform);
  } catch (error) {
    throw new UsageError(`Orders of this platform cannot be read yet: ${(error as Error).message}.`);
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function wordsFor(counts: ReturnType<typeof countsOf>): string {
  return [
    `orders     ${counts.orders}`,
    `created    ${counts.created}`,
    `updated    ${counts.updated}`,
    `unchanged  ${counts.unchanged}`,
    `failed     ${counts.failed}`,
    ...counts.reasons.map(({ reason, count, line }) => `  ${count} x ${reason} (first at line ${line})`),
  ].join('\n');
}
