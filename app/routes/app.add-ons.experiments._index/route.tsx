import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Button, Card, EmptyState, FormLayout, InlineStack, Page, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { ExperimentErrors } from '~/addons/experiments/experiment';
import { beginHoldout, listExperiments } from '~/addons/experiments/experiment-store.server';
import { ExperimentList } from '~/ui/experiment-list';
import { titled } from '~/ui/titled';
import { useSaid } from '~/ui/use-said';
import { onPage } from '../app/on-page.server';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Experiments');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => json({ experiments: await listExperiments(storeId) }));
}

type Answer = { said?: string; errors?: ExperimentErrors };

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const values = Object.fromEntries(await request.formData());
    const begun = await beginHoldout(storeId, values, userId ? `merchant:${userId}` : 'merchant');
    if (begun.outcome === 'invalid') return json<Answer>({ errors: begun.errors }, { status: 422 });
    return json<Answer>({ said: begun.outcome === 'begun' ? 'Holdout begun' : 'A holdout runs already' });
  });
}

/** Everything that is or was tried, and the holdout that tells what add-ons are worth. */
export default function Experiments() {
  const { experiments } = useLoaderData<typeof loader>();
  const holdout = experiments.find(({ kind, state }) => kind === 'holdout' && state === 'running');
  return (
    <Page
      title="Experiments"
      subtitle="What sells better, and what it does to your other sales"
      backAction={{ content: 'Add-ons', url: '/app/add-ons' }}
    >
      <TitleBar title="Experiments" />
      <BlockStack gap="400">
        {holdout ? null : <HoldoutCard />}
        <Card>
          {experiments.length === 0 ? (
            <EmptyState
              heading="Nothing was tried yet"
              action={{ content: 'Open add-ons', url: '/app/add-ons' }}
              image=""
            >
              <p>On the page of an active add-on, choose “Try another version”.</p>
            </EmptyState>
          ) : (
            <ExperimentList experiments={experiments} />
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

function HoldoutCard() {
  const fetcher = useFetcher<Answer>();
  const errors = fetcher.data?.errors ?? {};
  const [values, setValues] = useState({ share: '5', guard: '10' });
  useSaid(fetcher.data);
  const field = (name: keyof typeof values, label: string, helpText: string) => (
    <TextField
      label={label}
      helpText={helpText}
      suffix="%"
      value={values[name]}
      onChange={(value) => setValues({ ...values, [name]: value })}
      {...(errors[name] ? { error: errors[name] } : {})}
      autoComplete="off"
    />
  );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What are add-ons worth to you?
        </Text>
        <Text as="p">
          Show a small part of your visitors no add-ons. What the others buy more, or less, is what add-ons do: to all
          of your sales, not only to themselves.
        </Text>
        <FormLayout>
          <FormLayout.Group>
            {field('share', 'Visitors without add-ons', 'Always the same visitors.')}
            {field(
              'guard',
              'Sales that may be lost at most',
              'An add-on that costs more goes back to draft by itself.',
            )}
          </FormLayout.Group>
        </FormLayout>
        <InlineStack align="end">
          <Button
            onClick={() => fetcher.submit(values, { method: 'post', action: '/app/add-ons/experiments?index' })}
            loading={fetcher.state !== 'idle'}
          >
            Begin holdout
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
