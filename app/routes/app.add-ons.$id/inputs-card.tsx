import {
  BlockStack,
  Box,
  Button,
  Card,
  Checkbox,
  InlineError,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import type { InputField } from '~/domain/addons/details';
import type { CardProps } from './field-props';

const fresh: InputField = { label: '', kind: 'text', required: true, maxLength: 60, choices: [] };

/** What a shopper is asked for once the add-on is ticked: a message, an engraving, a colour. */
export function InputsCard({ values, errors, onChange }: CardProps) {
  const { inputs } = values;
  const change = (at: number, patch: Partial<InputField>) =>
    onChange({ inputs: inputs.map((field, i) => (i === at ? { ...field, ...patch } : field)) });
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Ask the shopper
          </Text>
          <Text as="p" tone="subdued">
            A gift message, an engraving, a colour. The answers stand with the order’s line.
          </Text>
        </BlockStack>
        {inputs.map((field, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place
          <Box key={i} borderWidth="025" borderColor="border" borderRadius="200" padding="300">
            <BlockStack gap="300">
              <InlineStack gap="200" blockAlign="end">
                <TextField
                  label={`Label of field ${i + 1}`}
                  value={field.label}
                  onChange={(label) => change(i, { label })}
                  placeholder="Message"
                  maxLength={40}
                  autoComplete="off"
                />
                <Select
                  label="Kind"
                  options={[
                    { value: 'text', label: 'Text' },
                    { value: 'choice', label: 'One of a list' },
                  ]}
                  value={field.kind}
                  onChange={(kind) => change(i, { kind: kind === 'choice' ? 'choice' : 'text' })}
                />
                {field.kind === 'text' ? (
                  <TextField
                    label="Characters at most"
                    type="number"
                    min={1}
                    max={500}
                    value={String(field.maxLength)}
                    onChange={(typed) => change(i, { maxLength: Number(typed) })}
                    autoComplete="off"
                  />
                ) : null}
              </InlineStack>
              {field.kind === 'choice' ? (
                <TextField
                  label="Choices, one to a line"
                  multiline={3}
                  value={field.choices.join('\n')}
                  onChange={(typed) => change(i, { choices: typed === '' ? [] : typed.split('\n') })}
                  autoComplete="off"
                />
              ) : null}
              <InlineStack align="space-between" blockAlign="center">
                <Checkbox label="Needed" checked={field.required} onChange={(required) => change(i, { required })} />
                <Button
                  variant="plain"
                  accessibilityLabel={`Remove field ${i + 1}`}
                  onClick={() => onChange({ inputs: inputs.filter((_, at) => at !== i) })}
                >
                  Remove
                </Button>
              </InlineStack>
            </BlockStack>
          </Box>
        ))}
        <InlineStack>
          <Button onClick={() => onChange({ inputs: [...inputs, fresh] })} disabled={inputs.length >= 5}>
            Add a field
          </Button>
        </InlineStack>
        {errors.inputs ? <InlineError fieldID="inputs" message={errors.inputs} /> : null}
      </BlockStack>
    </Card>
  );
}
