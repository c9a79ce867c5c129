import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Button, InlineStack, Select, TextField } from '@shopify/polaris';
import { type RangeField, type Rule, rangeFields, type SetField } from '~/domain/addons/targeting';
import { counted } from '~/ui/format';
import { longId, shortId } from './field-props';
import { ruleFieldNames } from './words';

type RowsProps = {
  /** which list this is, for those who hear the buttons */
  name: string;
  rules: Rule[];
  currency: string;
  onChange: (rules: Rule[]) => void;
  addLabel?: string;
};

export function freshRule(field: Rule['field'] = 'tag'): Rule {
  return (rangeFields as readonly string[]).includes(field)
    ? { field: field as RangeField, is: 'between', min: null, max: null }
    : { field: field as SetField, is: 'any_of', values: [] };
}

/** Conditions, one to a row. */
export function RuleRows({ name, rules, currency, onChange, addLabel = 'Add a condition' }: RowsProps) {
  const change = (at: number, rule: Rule) => onChange(rules.map((one, i) => (i === at ? rule : one)));
  return (
    <BlockStack gap="300">
      {rules.map((rule, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place
        <InlineStack key={i} gap="200" blockAlign="end">
          <Select
            label={`Condition ${i + 1}`}
            options={Object.entries(ruleFieldNames).map(([value, label]) => ({ value, label }))}
            value={rule.field}
            onChange={(field) => change(i, freshRule(field as Rule['field']))}
          />
          {rule.is === 'between' ? (
            <Range rule={rule} currency={currency} onChange={(changed) => change(i, changed)} />
          ) : (
            <Among rule={rule} onChange={(changed) => change(i, changed)} />
          )}
          <Button
            accessibilityLabel={`Remove condition ${i + 1} of ${name}`}
            onClick={() => onChange(rules.filter((_, at) => at !== i))}
          >
            Remove
          </Button>
        </InlineStack>
      ))}
      <InlineStack>
        <Button
          variant="plain"
          accessibilityLabel={`${addLabel}, ${name}`}
          onClick={() => onChange([...rules, freshRule()])}
        >
          {addLabel}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function Range(props: { rule: Extract<Rule, { is: 'between' }>; currency: string; onChange: (rule: Rule) => void }) {
  const { rule, currency, onChange } = props;
  const suffix = rule.field === 'quantity' ? 'pieces' : currency;
  const field = (bound: 'min' | 'max', label: string) => (
    <TextField
      label={label}
      inputMode="decimal"
      value={rule[bound] ?? ''}
      onChange={(typed) => onChange({ ...rule, [bound]: typed === '' ? null : typed })}
      suffix={suffix}
      autoComplete="off"
    />
  );
  return (
    <>
      {field('min', 'From')}
      {field('max', 'To')}
    </>
  );
}

const picked = ['product', 'variant', 'collection'] as const;
type Picked = (typeof picked)[number];

function Among({ rule, onChange }: { rule: Extract<Rule, { values: string[] }>; onChange: (rule: Rule) => void }) {
  const shopify = useAppBridge();
  const pick = async (type: Picked) => {
    const chosen = await shopify.resourcePicker({
      type,
      action: 'select',
      multiple: true,
      ...(type === 'product' ? { filter: { variants: false } } : {}),
      selectionIds: rule.values.map((id) => ({ id: longId(type, id) })),
    });
    if (chosen) onChange({ ...rule, values: chosen.map(({ id }) => shortId(id)) });
  };
  const type = picked.find((one) => one === rule.field);
  return (
    <>
      <Select
        label="How"
        labelHidden
        options={[
          { value: 'any_of', label: 'is' },
          { value: 'none_of', label: 'is not' },
        ]}
        value={rule.is}
        onChange={(is) => onChange({ ...rule, is: is === 'none_of' ? 'none_of' : 'any_of' })}
      />
      {type ? (
        <Button onClick={() => pick(type)}>
          {rule.values.length === 0 ? `Choose ${type}s` : `${counted(rule.values.length, type)} chosen`}
        </Button>
      ) : (
        <TextField
          label="Values, separated by commas"
          value={rule.values.join(',')}
          onChange={(typed) => onChange({ ...rule, values: typed === '' ? [] : typed.split(',') })}
          autoComplete="off"
        />
      )}
    </>
  );
}
