import { useAppBridge } from '@shopify/app-bridge-react';
import {
  BlockStack,
  Button,
  Card,
  ChoiceList,
  FormLayout,
  InlineError,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import type { AddOnErrors, AddOnInput, AddOnKind } from '~/addons/add-on';
import { counted } from '~/ui/format';
import { kindNames } from './words';

type FieldsProps = {
  values: AddOnInput;
  currency: string;
  errors: AddOnErrors;
  onChange: (patch: Partial<AddOnInput>) => void;
};

/** What a merchant says about an add-on. */
export function AddOnFields({ values, currency, errors, onChange }: FieldsProps) {
  return (
    <>
      <Card>
        <BlockStack gap="400">
          <Text as="h2" variant="headingMd">
            What shoppers see
          </Text>
          <FormLayout>
            <TextField
              label="Title"
              value={values.title}
              onChange={(title) => onChange({ title })}
              {...wrong(errors.title)}
              placeholder="Gift wrap"
              maxLength={80}
              requiredIndicator
              autoComplete="off"
            />
            <FormLayout.Group>
              <Select
                label="Kind"
                options={Object.entries(kindNames).map(([value, label]) => ({ value, label }))}
                value={values.kind}
                onChange={(kind) => onChange({ kind: kind as AddOnKind })}
                {...wrong(errors.kind)}
              />
              <TextField
                label="Price"
                inputMode="decimal"
                value={values.price}
                onChange={(price) => onChange({ price })}
                {...wrong(errors.price)}
                suffix={currency}
                requiredIndicator
                autoComplete="off"
              />
            </FormLayout.Group>
            <TextField
              label="Description"
              value={values.description}
              onChange={(description) => onChange({ description })}
              {...wrong(errors.description)}
              helpText="One sentence below the title."
              maxLength={300}
              multiline={2}
              autoComplete="off"
            />
            <TextField
              label="Terms"
              value={values.terms}
              onChange={(terms) => onChange({ terms })}
              {...wrong(errors.terms)}
              helpText="What is covered, for how long, and by whom. Shown before the shopper chooses."
              maxLength={1000}
              showCharacterCount
              multiline={4}
              autoComplete="off"
            />
          </FormLayout>
        </BlockStack>
      </Card>
      <Targets values={values} errors={errors} onChange={onChange} />
      <Card>
        <ChoiceList
          title="State"
          choices={[
            { value: 'active', label: 'Active', helpText: 'Published to the shop and offered with its products.' },
            { value: 'draft', label: 'Draft', helpText: 'Kept here; shoppers do not see it.' },
          ]}
          selected={[values.state]}
          onChange={([state]) => onChange({ state: state === 'active' ? 'active' : 'draft' })}
          {...wrong(errors.state)}
        />
      </Card>
    </>
  );
}

function Targets({ values, errors, onChange }: Omit<FieldsProps, 'currency'>) {
  const shopify = useAppBridge();
  const { targets } = values;
  const [names, setNames] = useState<Record<string, string>>({});

  const pick = async (type: 'product' | 'collection') => {
    const field = type === 'product' ? 'productIds' : 'collectionIds';
    const picked = await shopify.resourcePicker({
      type,
      action: 'select',
      multiple: true,
      filter: { variants: false },
      selectionIds: targets[field].map((id) => ({ id: longId(type, id) })),
    });
    if (!picked) return;
    setNames((known) => ({ ...known, ...Object.fromEntries(picked.map(({ id, title }) => [shortId(id), title])) }));
    onChange({ targets: { ...targets, [field]: picked.map(({ id }) => shortId(id)) } });
  };

  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title="Offered with"
          choices={[
            { value: 'all', label: 'All products' },
            { value: 'some', label: 'Chosen products and collections' },
          ]}
          selected={[targets.all ? 'all' : 'some']}
          onChange={([which]) => onChange({ targets: { ...targets, all: which === 'all' } })}
        />
        {targets.all ? null : (
          <BlockStack gap="300">
            <Chosen noun="product" ids={targets.productIds} names={names} onPick={() => pick('product')} />
            <Chosen noun="collection" ids={targets.collectionIds} names={names} onPick={() => pick('collection')} />
          </BlockStack>
        )}
        {errors.targets ? <InlineError fieldID="targets" message={errors.targets} /> : null}
      </BlockStack>
    </Card>
  );
}

function Chosen(props: { noun: string; ids: string[]; names: Record<string, string>; onPick: () => void }) {
  const { noun, ids, names, onPick } = props;
  const known = ids.flatMap((id) => names[id] ?? []);
  const words = ids.length === 0 ? `No ${noun}s chosen` : `${counted(ids.length, noun)} chosen`;
  return (
    <InlineStack gap="300" align="space-between" blockAlign="center">
      <BlockStack>
        <Text as="span" {...(ids.length === 0 ? { tone: 'subdued' as const } : {})}>
          {words}
        </Text>
        {known.length > 0 ? (
          <Text as="span" variant="bodySm" tone="subdued">
            {known.slice(0, 4).join(', ')}
            {ids.length > Math.min(4, known.length) ? ' and more' : ''}
          </Text>
        ) : null}
      </BlockStack>
      <Button onClick={onPick}>{`Choose ${noun}s`}</Button>
    </InlineStack>
  );
}

/** A field's error, for components that want it present or absent. */
function wrong(error: string | undefined): { error?: string } {
  return error === undefined ? {} : { error };
}

/** The picker speaks the platform's long ids, an add-on keeps the bare ones. */
function longId(type: 'product' | 'collection', id: string): string {
  return `gid://shopify/${type === 'product' ? 'Product' : 'Collection'}/${id}`;
}

function shortId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
