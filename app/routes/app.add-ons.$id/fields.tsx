import { BlockStack, Card, FormLayout, Select, Text, TextField } from '@shopify/polaris';
import type { AddOnInput, AddOnKind } from '~/addons/add-on';
import { usualFulfilment } from '~/domain/addons/details';
import { type CardProps, wrong } from './field-props';
import { kindNames } from './words';

/** The words of an add-on. */
export function WordsCard({ values, errors, onChange }: CardProps) {
  const address = (name: 'termsUrl' | 'imageUrl', label: string, helpText: string) => (
    <TextField
      label={label}
      type="url"
      value={values[name]}
      onChange={(typed) => onChange({ [name]: typed })}
      {...wrong(errors[name])}
      placeholder="https://"
      helpText={helpText}
      autoComplete="off"
    />
  );
  return (
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
              onChange={(kind) => onChange(asKind(kind as AddOnKind, values))}
              {...wrong(errors.kind)}
            />
            <TextField
              label="Badge"
              value={values.badge}
              onChange={(badge) => onChange({ badge })}
              {...wrong(errors.badge)}
              placeholder="Popular"
              maxLength={24}
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
          <FormLayout.Group>
            {address('termsUrl', 'Page with the full terms', 'Opens beside the shop.')}
            {address('imageUrl', 'Picture', 'Shown small beside the title.')}
          </FormLayout.Group>
        </FormLayout>
      </BlockStack>
    </Card>
  );
}

/** Another kind brings what is usual for it, where the merchant chose nothing yet. */
function asKind(kind: AddOnKind, values: AddOnInput): Partial<AddOnInput> {
  const message = { kind: 'text' as const, required: true, maxLength: 60, choices: [] };
  return {
    kind,
    ...(values.fulfilment === usualFulfilment(values.kind) ? { fulfilment: usualFulfilment(kind) } : {}),
    ...(kind === 'shipping_protection' && values.quantity.kind === 'per_unit'
      ? { quantity: { kind: 'per_order' } }
      : {}),
    ...(kind === 'personalisation' && values.inputs.length === 0
      ? { inputs: [{ ...message, label: 'Your text' }] }
      : {}),
  };
}
