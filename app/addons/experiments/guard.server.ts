import { breaksGuard, type Results } from '../../domain/experiments/results';
import type { StoreId } from '../../domain/shared/ids';
import { log } from '../../observability/log.server';
import { listAddOns, setAddOnState } from '../add-on-store.server';
import type { Evidence, ExperimentView } from './experiment';
import { endExperiment, listExperiments, noteEvidence } from './experiment-store.server';
import { resultsFor } from './results-store.server';

const actor = 'system:guard';

/**
 * The guard rail, looked at hourly: what is tried ends at once when it costs main sales beyond its bound, and an add-on
 * that costs them, told by the holdout, goes back to draft. The figures it acted on are kept and shown.
 * @returns how many it acted on
 */
export async function guardExperiments(storeId: StoreId): Promise<number> {
  let acted = 0;
  for (const one of (await listExperiments(storeId)).filter(({ state }) => state === 'running')) {
    acted += one.kind === 'holdout' ? await guardAddOns(storeId, one) : await guardTried(storeId, one);
  }
  return acted;
}

async function guardTried(storeId: StoreId, experiment: ExperimentView): Promise<number> {
  const { id, addOnId, guard } = experiment;
  if (addOnId === null) return 0;
  const results = await resultsFor(storeId, id, { addOnId });
  if (!breaksGuard(results, guard)) return 0;
  await endExperiment(storeId, id, { by: 'guard', actor, evidence: evidenceOf(addOnId, results) });
  log.warn({ storeId, experimentId: id, addOnId }, 'the guard rail ended an experiment');
  return 1;
}

async function guardAddOns(storeId: StoreId, { id, guard, evidence }: ExperimentView): Promise<number> {
  let acted = 0;
  const active = (await listAddOns(storeId)).filter(({ state }) => state === 'active');
  for (const { id: addOnId } of active) {
    // An add-on that the merchant switched on again is judged by visitors who came since.
    const before = evidence.filter((one) => one.addOnId === addOnId).at(-1);
    const results = await resultsFor(storeId, id, { addOnId, since: before?.at ?? null });
    if (!breaksGuard(results, guard)) continue;
    await noteEvidence(storeId, id, evidenceOf(addOnId, results));
    await setAddOnState(storeId, addOnId, 'draft', actor);
    log.warn({ storeId, experimentId: id, addOnId }, 'the guard rail took an add-on back to draft');
    acted++;
  }
  return acted;
}

function evidenceOf(addOnId: string, { control, treated, compared: { mainConversion } }: Results): Evidence {
  return {
    at: new Date().toISOString(),
    addOnId,
    visitors: { control: control.visitors, treated: treated.visitors },
    conversion: { control: mainConversion.control, treated: mainConversion.treated },
    low: mainConversion.difference?.alwaysLow ?? 0,
    high: mainConversion.difference?.alwaysHigh ?? 0,
  };
}
