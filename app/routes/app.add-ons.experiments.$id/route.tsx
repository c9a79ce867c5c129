import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Badge, Banner, BlockStack, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { findAddOn, updateAddOn } from '~/addons/add-on-store.server';
import { arrangeAddOns } from '~/addons/arrange-store.server';
import type { ExperimentView } from '~/addons/experiments/experiment';
import { endExperiment, findExperiment } from '~/addons/experiments/experiment-store.server';
import { resultsFor } from '~/addons/experiments/results-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { count, day, money, percent } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { useSaid } from '~/ui/use-said';
import { notHere, onPage } from '../app/on-page.server';
import { ResultsCard } from './results-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Experiment');

const missing = 'This experiment does not exist, or belongs to another store.';

export function loader({ request, params }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const experiment = await findExperiment(storeId, params.id ?? '');
    if (!experiment) throw notHere(missing);
    const results = await resultsFor(storeId, experiment.id, { addOnId: experiment.addOnId });
    return json({ pulse, experiment, results, currency: store.currency });
  });
}

export function action({ request, params }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const form = await request.formData();
    const actor = userId ? `merchant:${userId}` : 'merchant';
    const experiment = await findExperiment(storeId, params.id ?? '');
    if (!experiment) throw notHere(missing);
    if (!(await endExperiment(storeId, experiment.id, { by: 'merchant', actor }))) {
      return json({ said: 'It had ended already' });
    }
    if (form.get('keep') !== 'treated') return json({ said: 'Ended. Everybody sees it as before' });
    const kept = await keepTreated(experiment);
    return kept
      ? json({ said: 'Ended. Everybody sees the new version' })
      : json({ said: 'Ended, but the add-on did not take the new version: change it on its page' }, { status: 422 });

    async function keepTreated({ addOnId, kind, change }: ExperimentView): Promise<boolean> {
      if (addOnId === null) return false;
      if (kind === 'position') {
        await arrangeAddOns(storeId, [addOnId], actor);
        return true;
      }
      const addOn = await findAddOn(storeId, addOnId);
      if (!addOn) return false;
      return (await updateAddOn(storeId, addOnId, { ...addOn, ...change }, actor)).outcome === 'saved';
    }
  });
}

export default function Experiment() {
  const { pulse, experiment, results, currency } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<{ said: string }>();
  useSaid(fetcher.data);
  useLive(pulse);
  const { id, kind, name, control, state, startedAt, endedAt, endedBy, evidence, addOnId, addOnTitle } = experiment;
  const running = state === 'running';
  const busy = fetcher.state !== 'idle';
  const end = (keep: string) => fetcher.submit({ keep }, { method: 'post', action: `/app/add-ons/experiments/${id}` });
  const words: [string, string] =
    kind === 'holdout' ? ['no add-ons', 'add-ons'] : ['the present version', 'the new version'];
  return (
    <Page
      title={name}
      titleMetadata={<Badge {...(running ? { tone: 'success' as const } : {})}>{running ? 'Running' : 'Ended'}</Badge>}
      backAction={{ content: 'Experiments', url: '/app/add-ons/experiments' }}
      {...(running
        ? {
            ...(kind === 'holdout'
              ? {}
              : {
                  primaryAction: {
                    content: 'End and use the new version',
                    onAction: () => end('treated'),
                    loading: busy,
                  },
                }),
            secondaryActions: [
              {
                content: kind === 'holdout' ? 'End the holdout' : 'End and keep the present version',
                onAction: () => end('control'),
                loading: busy,
              },
            ],
          }
        : {})}
    >
      <TitleBar title={name} />
      <BlockStack gap="400">
        {evidence.map((one) => (
          <Banner
            key={one.at}
            tone="critical"
            title={
              kind === 'holdout'
                ? 'The guard rail took an add-on back to draft'
                : 'The guard rail ended this experiment'
            }
            {...(kind === 'holdout'
              ? { action: { content: 'Open the add-on', url: `/app/add-ons/${one.addOnId}` } }
              : {})}
          >
            {`${percent(one.conversion.treated)} of ${count(one.visitors.treated)} visitors with ${words[1]} bought anything, against ${percent(one.conversion.control)} of ${count(one.visitors.control)} with ${words[0]}. The true difference is between ${points(one.low)} and ${points(one.high)} points, on any day.`}
          </Banner>
        ))}
        <Card>
          <BlockStack gap="200">
            <Text as="p">{whatIsTried(experiment, currency)}</Text>
            <InlineStack gap="400">
              <Text as="p" tone="subdued">
                {`${percent(1 - control)} of visitors see ${words[1]}. `}
                {`Ends by itself when it costs more than ${percent(experiment.guard)} of main sales.`}
              </Text>
            </InlineStack>
            <Text as="p" tone="subdued">
              {`Since ${day(startedAt.slice(0, 10))}`}
              {endedAt
                ? ` until ${day(endedAt.slice(0, 10))}, ended by ${endedBy === 'guard' ? 'the guard rail' : 'you'}`
                : ''}
              {addOnId ? ` · ${addOnTitle ?? 'Deleted add-on'}` : ''}
            </Text>
          </BlockStack>
        </Card>
        <ResultsCard results={results} currency={currency} words={words} />
      </BlockStack>
    </Page>
  );
}

function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(100 * difference).toFixed(1)}`;
}

function whatIsTried({ kind, change }: ExperimentView, currency: string): string {
  if (kind === 'holdout')
    return 'A part of the visitors sees no add-ons at all: what the others buy more is what add-ons are worth.';
  if (kind === 'price') return `The new version costs ${money(change.price ?? '0', currency)}.`;
  if (kind === 'position') return 'The new version stands before all other add-ons.';
  const said = [change.title, change.description, change.badge].filter(Boolean).map((text) => `“${text}”`);
  return `The new version says ${said.join(', ')}.`;
}
