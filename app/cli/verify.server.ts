import { rollUp } from '../analytics/roll-up-store.server';
import { verifyDays } from '../analytics/verify-days-store.server';
import { verifyMetrics } from '../domain/customers/metrics-store.server';
import { saveOrders } from '../domain/orders/save-store.server';
import { settleStore } from '../domain/orders/settle-store.server';
import { verifyLedger } from '../domain/orders/verify-ledger-store.server';
import { isDay } from '../domain/shared/day';
import { rebuildDay } from '../inbox/rebuild.server';
import { platformOf } from '../platforms/registry.server';
import { type Command, UsageError } from './command';
import { storeNamed, storeOption } from './stores.server';
import { table } from './table';

type Check = { check: string; counted: number; different: number; first: string };

/** Proves that every figure that is kept is what the rows under it come to; exit code 1 when one is not. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: "counts a store's kept figures anew (ledger, customers, days) and compares; exit code 1 when one differs",
  options: {
    store: storeOption,
    rebuild: {
      type: 'string',
      what: 'YYYY-MM-DD: also make the orders behind that day anew from the raw inbox, and compare; nothing is changed',
    },
    repair: { type: 'boolean', what: 'write the fresh figures where they differ' },
    json: { type: 'boolean', what: 'print the counts as JSON' },
  },
  async run(values, out) {
    const { id, platform } = await storeNamed(values);
    const day = dayOf(values.rebuild);
    const repair = values.repair === true;
    await rollUp(id);
    const ledger = await verifyLedger(id);
    const customers = await verifyMetrics(id);
    // Settling writes the ledger, the orders' figures and the customers', and marks the days.
    if (repair && ledger.wrong.length + customers.different > 0) await settleStore(id, { cause: 'repair' });
    await rollUp(id);
    const days = await verifyDays(id, repair);
    const checks: Check[] = [
      { check: 'ledger', counted: ledger.orders, different: ledger.wrong.length, first: ledger.wrong[0] ?? '' },
      { check: 'customers', counted: customers.profiles, different: customers.different, first: '' },
      { check: 'days', counted: days.days, different: days.wrong.length, first: days.wrong[0]?.day ?? '' },
    ];
    const stale = checks.reduce((n, check) => n + check.different, 0);
    let unequal = 0;
    if (day !== null) {
      const rebuilt = await rebuildDay(id, day, { platform, orders: platformOf(platform).orders }, saveOrders);
      unequal = rebuilt.different.length;
      const [first] = rebuilt.different;
      checks.push({
        check: `rebuilt from the inbox, ${day}`,
        counted: rebuilt.orders - rebuilt.untold.length,
        different: unequal,
        first: first ? `${first.platformOrderId} (${first.tables.join(', ')})` : '',
      });
      if (rebuilt.untold.length > 0) {
        out.note(
          `${rebuilt.untold.length} orders of ${day} are told whole by no kept entry, ${rebuilt.untold[0]} first.`,
        );
      }
    }
    out.say(values.json ? JSON.stringify(checks, null, 2) : table(checks));
    if (stale > 0 && !repair) out.note('Run it again with --repair to write the fresh figures.');
    if (unequal > 0)
      out.note('Rows that the inbox makes otherwise: prove the store on its Sync page, and repair there.');
    return (stale > 0 && !repair) || unequal > 0 ? 1 : 0;
  },
};

function dayOf(value: unknown): string | null {
  if (value === undefined) return null;
  const day = String(value);
  if (isDay(day)) return day;
  throw new UsageError(`--rebuild takes a day such as 2026-10-31, not "${day}".`);
}
