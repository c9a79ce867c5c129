import { rollUp } from '../analytics/roll-up-store.server';
import { asFault } from '../domain/shared/fault';
import { type PlatformName, platforms, storeIdOf } from '../domain/shared/ids';
import type { Platform } from '../platforms/platform';
import { platformOf } from '../platforms/registry.server';
import { holdForImport } from '../sync/import-job-store.server';
import { rememberStore } from '../tenancy/store.server';
import { type Command, choice, needed, type Output, text, UsageError } from './command';
import { describeStore, learnCurrency } from './entries-store.server';
import { openSource } from './import/file-source.server';
import { type ImportResult, importOrders } from './import/import-orders.server';
import { untilAsked } from './import/until-asked.server';

export const importCommand: Command = {
  name: 'import',
  summary: 'feeds raw orders from a file through the inbox and the writer; called again, it goes on where it stopped',
  options: {
    platform: { type: 'string', what: `the platform they come from: ${platforms.join(', ')}`, required: true },
    store: { type: 'string', what: 'permanent domain of the store; made when it is not known', required: true },
    file: {
      type: 'string',
      what: 'JSON or JSONL, REST or GraphQL shape, or the export of orders as CSV; - reads standard input',
      required: true,
    },
    rejects: { type: 'string', what: 'where refused records go (otherwise FILE.rejects.jsonl)' },
    currency: { type: 'string', what: 'currency of a store that is not installed (otherwise as most of its orders)' },
    'time-zone': { type: 'string', what: 'IANA time zone of a store that is not installed (otherwise UTC)' },
    restart: { type: 'boolean', what: 'read the file from its start, although an import of it stopped midway' },
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
    const rejects = text(values, 'rejects') ?? (name === '-' ? null : `${name}.rejects.jsonl`);
    const source = await openSource(name, platform.orders.csv);
    const storeId = storeIdOf(platform.name, domain);
    const made = await rememberStore(platform.name, domain);
    if (made) out.note(`The store ${domain} is new here; it counts as not installed.`);
    await describeStore(storeId, { ...(currency ? { currency } : {}), ...(timeZone ? { timeZone } : {}) });
    const release = await holdForImport(storeId);
    if (release === null) throw new UsageError(`Another import into ${domain} is running.`);
    const asked = untilAsked();
    try {
      const options = { rejects, restart: values.restart === true, signal: asked.signal };
      const result = await importOrders(storeId, source, options, out);
      if (currency === undefined) await learnCurrency(storeId);
      await rollUp(storeId);
      return report(result, rejects, values.json === true, out);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      out.note(`The import stopped: ${asFault(error).message}. The same command goes on there.`);
      return 2;
    } finally {
      asked.done();
      await release();
    }
  },
};

/** @returns the exit code: 0 all is in, 1 some was refused, 2 it did not come to its end */
function report(result: ImportResult, rejects: string | null, isJson: boolean, out: Output): number {
  const { processed: orders, created, updated, unchanged, failed, reasons, state, line } = result;
  const counts = { orders, created, updated, unchanged, failed, reasons };
  out.say(isJson ? JSON.stringify({ ...counts, rejects: failed > 0 ? rejects : null }, null, 2) : wordsFor(counts));
  if (failed > 0 && rejects !== null) out.note(`Refused records are in ${rejects}, with their reasons.`);
  if (state === 'cancelled') out.note(`Somebody stopped the import at line ${line}.`);
  if (state === 'paused') out.note(`The import stopped at line ${line}. The same command goes on there.`);
  return state === 'cancelled' || state === 'paused' ? 2 : failed > 0 ? 1 : 0;
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

type Counts = Pick<ImportResult, 'created' | 'updated' | 'unchanged' | 'failed' | 'reasons'> & { orders: number };

function wordsFor(counts: Counts): string {
  return [
    `orders     ${counts.orders}`,
    `created    ${counts.created}`,
    `updated    ${counts.updated}`,
    `unchanged  ${counts.unchanged}`,
    `failed     ${counts.failed}`,
    ...counts.reasons.map(({ reason, count, line }) => `  ${count} x ${reason} (first at line ${line})`),
  ].join('\n');
}
