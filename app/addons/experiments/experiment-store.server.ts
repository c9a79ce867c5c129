import { type Sql, withSystem, withTenantSql } from '../../db/client.server';
import type { Tried } from '../../domain/addons/offers';
import type { StoreId } from '../../domain/shared/ids';
import { enqueueIn } from '../../jobs/queue.server';
import { auditIn } from '../../tenancy/audit-store.server';
import { findAddOn, isId } from '../add-on-store.server';
import {
  type Change,
  type Evidence,
  type ExperimentErrors,
  type ExperimentKind,
  type ExperimentView,
  holdoutForm,
  readExperiment,
} from './experiment';

/** Experiments as they are kept. Beginning and ending one, its audit event and the job that tells the shop commit together. */

const columns = `e.id, e.kind, e.add_on_id as "addOnId", a.title as "addOnTitle", e.name, e.control::float8 as control,
  e.change, e.guard::float8 as guard, e.state, e.started_at as "startedAt", e.ended_at as "endedAt",
  e.ended_by as "endedBy", coalesce(e.evidence, '[]') as evidence`;
const rows = 'experiment e left join add_on a on a.store_id = e.store_id and a.id = e.add_on_id';
type Row = Omit<ExperimentView, 'startedAt' | 'endedAt'> & { startedAt: Date; endedAt: Date | null };

/** All of a store, or those about one add-on: those that run first, then the newest. */
export function listExperiments(storeId: StoreId, addOnId: string | null = null): Promise<ExperimentView[]> {
  return withTenantSql(storeId, async (sql) => {
    const found = await sql<Row>(
      `select ${columns} from ${rows} where e.store_id = $1 and ($2::uuid is null or e.add_on_id = $2)
        order by (e.state = 'running') desc, e.started_at desc limit 200`,
      [storeId, addOnId],
    );
    return found.map(viewOf);
  });
}

export function findExperiment(storeId: StoreId, id: string): Promise<ExperimentView | null> {
  return withTenantSql(storeId, async (sql) => {
    if (!isId(id)) return null;
    const [row] = await sql<Row>(`select ${columns} from ${rows} where e.store_id = $1 and e.id = $2`, [storeId, id]);
    return row ? viewOf(row) : null;
  });
}

export type Begun =
  | { outcome: 'begun'; id: string }
  | { outcome: 'invalid'; errors: ExperimentErrors }
  | { outcome: 'not-found' }
  /** one about the same add-on runs already */
  | { outcome: 'busy' };

/** Begins an experiment about an add-on, from the form's fields, and has the shop told. */
export async function beginExperiment(
  storeId: StoreId,
  addOnId: string,
  values: unknown,
  actor: string,
): Promise<Begun> {
  const addOn = await findAddOn(storeId, addOnId);
  if (!addOn) return { outcome: 'not-found' };
  const read = readExperiment(values, addOn);
  if (read.outcome === 'invalid') return read;
  const { kind, name, guard } = read.input;
  const { control, change } = read;
  return begin(storeId, { kind, addOnId, name, control, change, guard }, actor);
}

/** Begins holding visitors out of all add-ons. */
export async function beginHoldout(storeId: StoreId, values: unknown, actor: string): Promise<Begun> {
  const read = holdoutForm.safeParse(values);
  if (!read.success) {
    const errors: ExperimentErrors = {};
    for (const { path, message } of read.error.issues) errors[(path[0] ?? 'share') as 'share' | 'guard'] ??= message;
    return { outcome: 'invalid', errors };
  }
  const { share, guard } = read.data;
  return begin(storeId, { kind: 'holdout', addOnId: null, name: 'Holdout', control: share, change: {}, guard }, actor);
}

type New = {
  kind: ExperimentKind;
  addOnId: string | null;
  name: string;
  control: number;
  change: Change;
  guard: number;
};

function begin(storeId: StoreId, { kind, addOnId, name, control, change, guard }: New, actor: string): Promise<Begun> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ id: string }>(
      `insert into experiment (store_id, kind, add_on_id, name, control, change, guard) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning id`,
      [storeId, kind, addOnId, name, control, JSON.stringify(change), guard],
    );
    if (!row) return { outcome: 'busy' };
    const detail = { id: row.id, kind, addOnId, control, guard };
    await auditIn(sql, storeId, { actor, action: 'experiment.begun', detail });
    await enqueueIn(sql, 'publish', [{ storeId, addOnId: kind === 'price' ? addOnId : null }]);
    return { outcome: 'begun', id: row.id };
  });
}

/**
 * Ends one that runs. Its result stays.
 * @returns false when it does not run (any more)
 */
export function endExperiment(
  storeId: StoreId,
  id: string,
  ended: { by: 'merchant' | 'guard'; actor: string; evidence?: Evidence },
): Promise<boolean> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ kind: ExperimentKind; addOnId: string | null }>(
      `update experiment set state = 'ended', ended_at = now(), ended_by = $3,
         evidence = coalesce(evidence, '[]') || $4::jsonb
       where store_id = $1 and id = $2 and state = 'running' returning kind, add_on_id as "addOnId"`,
      [storeId, id, ended.by, JSON.stringify(ended.evidence ? [ended.evidence] : [])],
    );
    if (!row) return false;
    await auditIn(sql, storeId, { actor: ended.actor, action: 'experiment.ended', detail: { id, by: ended.by } });
    await enqueueIn(sql, 'publish', [{ storeId, addOnId: row.kind === 'price' ? row.addOnId : null }]);
    return true;
  });
}

/** Notes what the guard rail switched off, beside a holdout that goes on. */
export function noteEvidence(storeId: StoreId, id: string, evidence: Evidence): Promise<void> {
  return withTenantSql(storeId, async (sql) => {
    await sql(
      `update experiment set evidence = coalesce(evidence, '[]') || $3::jsonb where store_id = $1 and id = $2`,
      [storeId, id, JSON.stringify([evidence])],
    );
  });
}

/** What runs, as the shop must know it: for each add-on what is tried, and who is held out of all. */
export function runningExperiments(
  storeId: StoreId,
): Promise<{ holdout: { id: string; control: number } | null; tried: Map<string, Tried> }> {
  return withTenantSql(storeId, (sql) => runningIn(sql, storeId));
}

async function runningIn(sql: Sql, storeId: StoreId) {
  const running = await sql<{
    id: string;
    kind: ExperimentKind;
    addOnId: string | null;
    control: number;
    change: Change;
  }>(
    `select id, kind, add_on_id as "addOnId", control::float8 as control, change from experiment
      where store_id = $1 and state = 'running'`,
    [storeId],
  );
  const tried = new Map<string, Tried>();
  let holdout: { id: string; control: number } | null = null;
  for (const { id, kind, addOnId, control, change } of running) {
    if (addOnId === null) holdout = { id, control };
    else tried.set(addOnId, { id, control, ...change, ...(kind === 'position' ? { first: true } : {}) });
  }
  return { holdout, tried };
}

/** Has the experiments of every store that runs some looked at. */
export async function askToGuardAll(): Promise<void> {
  await withSystem(async (sql) => {
    const stores = await sql<{ storeId: StoreId }>(
      `select distinct e.store_id as "storeId" from experiment e join store s on s.id = e.store_id
        where e.state = 'running' and s.state = 'active'`,
    );
    if (stores.length > 0) await enqueueIn(sql, 'guardExperiments', stores);
  });
}

function viewOf(row: Row): ExperimentView {
  return { ...row, startedAt: row.startedAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null };
}
