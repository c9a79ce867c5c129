import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  FormLayout,
  InlineStack,
  Page,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { findAddOn } from '~/addons/add-on-store.server';
import type { ExperimentErrors } from '~/addons/experiments/experiment';
import { beginExperiment } from '~/addons/experiments/experiment-store.server';
import { money } from '~/ui/format';
import { titled } from '~/ui/titled';
import { notHere, onPage } from '../app/on-page.server';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('New experiment');

const missing = 'This add-on does not exist, or belongs to another store.';

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const addOn = await findAddOn(storeId, new URL(request.url).searchParams.get('addOn') ?? '');
    if (!addOn) throw notHere(missing);
    const { id, title, description, badge, price, pricing } = addOn;
    return json({
      addOn: { id, title, description, badge, price, isFixed: pricing.kind === 'fixed' },
      currency: store.currency,
    });
  });
}

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const { addOn, ...values } = Object.fromEntries(await request.formData());
    const actor = userId ? `merchant:${userId}` : 'merchant';
    const begun = await beginExperiment(storeId, String(addOn ?? ''), values, actor);
    if (begun.outcome === 'not-found') throw notHere(missing);
    if (begun.outcome === 'begun') return redirect(`/app/add-ons/experiments/${begun.id}`);
    const errors: ExperimentErrors =
      begun.outcome === 'busy'
        ? { kind: 'An experiment about this add-on runs already. End it first: two at once would blur each other.' }
        : begun.errors;
    return json({ errors }, { status: 422 });
  });
}

type Kind = 'price' | 'text' | 'position';

export default function NewExperiment() {
  const { addOn, currency } = useLoaderData<typeof loader>();
  const errors: ExperimentErrors = useActionData<typeof action>()?.errors ?? {};
  const busy = useNavigation().state !== 'idle';
  const [kind, setKind] = useState<Kind>('text');
  const [values, setValues] = useState({
    name: '',
    share: '50',
    guard: '10',
    price: '',
    title: '',
    description: '',
    badge: '',
  });
  const field = (name: keyof typeof values, label: string, help?: string, suffix?: string) => (
    <TextField
      key={name}
      name={name}
      label={label}
      value={values[name]}
      onChange={(value) => setValues({ ...values, [name]: value })}
      {...(errors[name] ? { error: errors[name] } : {})}
      {...(help ? { helpText: help } : {})}
      {...(suffix ? { suffix } : {})}
      autoComplete="off"
    />
  );
  return (
    <Page
      title="Try another version"
      subtitle={addOn.title}
      backAction={{ content: 'Add-on', url: `/app/add-ons/${addOn.id}` }}
    >
      <TitleBar title="Try another version" />
      <Form method="post">
        <input type="hidden" name="addOn" value={addOn.id} />
        <input type="hidden" name="kind" value={kind} />
        <BlockStack gap="400">
          {errors.kind ? (
            <Banner tone="critical" title="It could not begin">
              {errors.kind}
            </Banner>
          ) : null}
          <Card>
            <FormLayout>
              {field('name', 'Name', 'Only you see it.')}
              <ChoiceList
                title="What is tried"
                choices={[
                  { value: 'text', label: 'Other words', helpText: 'Shown as you write them, in every language.' },
                  {
                    value: 'price',
                    label: 'Another price',
                    helpText: addOn.isFixed
                      ? `It costs ${money(addOn.price, currency)} now.`
                      : 'Only where the price is one and the same.',
                    disabled: !addOn.isFixed,
                  },
                  { value: 'position', label: 'The first place', helpText: 'Before all other add-ons of the page.' },
                ]}
                selected={[kind]}
                onChange={([chosen]) => setKind(chosen as Kind)}
              />
              {kind === 'price' ? field('price', 'New price', undefined, currency) : null}
              {kind === 'text'
                ? field('title', 'New title', `Now: ${addOn.title}. Leave empty what stays as it is.`)
                : null}
              {kind === 'text' ? field('description', 'New description') : null}
              {kind === 'text' ? field('badge', 'New badge') : null}
            </FormLayout>
          </Card>
          <Card>
            <FormLayout>
              <FormLayout.Group>
                {field('share', 'Visitors who see the new version', 'The others see it as it is.', '%')}
                {field('guard', 'Sales that may be lost at most', 'Beyond that the experiment ends by itself.', '%')}
              </FormLayout.Group>
              <Text as="p" tone="subdued">
                Each visitor always sees the same version. Only visitors who allowed your shop to count them take part.
              </Text>
              <InlineStack align="end">
                <Button variant="primary" submit loading={busy}>
                  Begin
                </Button>
              </InlineStack>
            </FormLayout>
          </Card>
        </BlockStack>
      </Form>
    </Page>
  );
}
