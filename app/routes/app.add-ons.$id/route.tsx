import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import {
  createAddOn,
  findAddOn,
  listAddOns,
  retryPublication,
  setAddOnState,
  updateAddOn,
} from '~/addons/add-on-store.server';
import { duplicateAddOn } from '~/addons/arrange-store.server';
import type { ExperimentView } from '~/addons/experiments/experiment';
import { listExperiments } from '~/addons/experiments/experiment-store.server';
import { funnelOf } from '~/addons/experiments/funnel-store.server';
import { productsFor } from '~/addons/price-store.server';
import { isPicky } from '~/addons/prices';
import { warningsOf } from '~/addons/warnings';
import { addOnPeriods } from '~/analytics/add-on-days-store.server';
import { addDays, dayOf } from '~/domain/shared/day';
import { platformOf } from '~/platforms/registry.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { notHere, onPage } from '../app/on-page.server';
import type { Answer, Asked } from './asked';
import { AddOnEditor } from './editor';
import { ExperimentsCard } from './experiments-card';
import { FunnelCard } from './funnel-card';
import { PerformanceCard } from './performance-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

const missing = 'This add-on does not exist, or belongs to another store.';

export const meta = titled('Add-on');

export function loader({ request, params }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const platform = platformOf(store.platform);
    const { pricesByCurrency: byCurrency } = platform;
    if (params.id === 'new') {
      const empty = { addOn: null, periods: null, funnel: null };
      const none = { warnings: [] as string[], experiments: [] as ExperimentView[] };
      return json({ pulse, ...empty, ...none, currency: store.currency, byCurrency });
    }
    const addOn = await findAddOn(storeId, params.id ?? '');
    if (!addOn) throw notHere(missing);
    const to = dayOf(new Date(), store.timeZone);
    const from = addDays(to, -29);
    const [others, products, now, before, funnel, experiments] = await Promise.all([
      listAddOns(storeId),
      isPicky(addOn) ? productsFor(storeId, addOn) : [],
      addOnPeriods(storeId, { from, to }, [addOn.id]),
      addOnPeriods(storeId, { from: addDays(from, -30), to: addDays(from, -1) }, [addOn.id]),
      funnelOf(storeId, addOn.id, { from, to }),
      listExperiments(storeId, addOn.id),
    ]);
    return json({
      pulse,
      addOn,
      ...{ currency: store.currency, byCurrency },
      warnings: warningsOf(addOn, others, products, platform),
      periods: { now: now.get(addOn.id) ?? null, before: before.get(addOn.id) ?? null },
      funnel,
      experiments,
    });
  });
}

export function action({ request, params }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const asked = (await request.json()) as Asked;
    const id = params.id ?? '';
    const actor = userId ? `merchant:${userId}` : 'merchant';
    const ending = await carryOut();
    if (ending.outcome === 'not-found') throw notHere(missing);
    if (ending.outcome === 'invalid') return json<Answer>(ending, { status: 422 });
    return json<Answer>({ outcome: 'saved', intent: asked.intent, id: ending.addOn.id, state: ending.addOn.state });

    function carryOut() {
      if (asked.intent === 'state') return setAddOnState(storeId, id, asked.state, actor);
      if (asked.intent === 'publish') return retryPublication(storeId, id, actor);
      if (asked.intent === 'duplicate') return duplicateAddOn(storeId, id, actor);
      return id === 'new' ? createAddOn(storeId, asked.values, actor) : updateAddOn(storeId, id, asked.values, actor);
    }
  });
}

export default function AddOnPage() {
  const { pulse, addOn, currency, warnings, byCurrency, periods, funnel, experiments } = useLoaderData<typeof loader>();
  useLive(pulse);
  return (
    <AddOnEditor key={addOn?.id ?? 'new'} addOn={addOn} currency={currency} warnings={warnings} byCurrency={byCurrency}>
      {addOn && periods?.now && periods.before ? (
        <PerformanceCard addOnId={addOn.id} now={periods.now} before={periods.before} currency={currency} />
      ) : null}
      {addOn && funnel ? <FunnelCard addOnId={addOn.id} funnel={funnel} canTry={addOn.state === 'active'} /> : null}
      {experiments.length > 0 ? <ExperimentsCard experiments={experiments} /> : null}
    </AddOnEditor>
  );
}
