import { BlockStack, Box, Button, Card, InlineError, InlineStack, Select, Text } from '@shopify/polaris';
import type { Conditions, RuleGroup } from '~/domain/addons/targeting';
import type { CardProps } from './field-props';
import { freshRule, RuleRows } from './rule-rows';

const matches = [
  { value: 'all', label: 'all of them hold' },
  { value: 'any', label: 'any of them holds' },
];

/** On top of the targets: groups of conditions, and what excludes. */
export function ConditionsCard({ values, currency, errors, onChange }: CardProps) {
  const { conditions } = values;
  const set = (patch: Partial<Conditions>) => onChange({ conditions: { ...conditions, ...patch } });
  const change = (at: number, patch: Partial<RuleGroup>) =>
    set({ groups: conditions.groups.map((group, i) => (i === at ? { ...group, ...patch } : group)) });
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Conditions
          </Text>
          <Text as="p" tone="subdued">
            Without any, every shopper of the products above sees the add-on.
          </Text>
        </BlockStack>
        {conditions.groups.length > 1 ? (
          <Select
            label="Shown when, of these groups,"
            options={matches}
            value={conditions.match}
            onChange={(match) => set({ match: match === 'any' ? 'any' : 'all' })}
          />
        ) : null}
        {conditions.groups.map((group, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
          <Box key={i} borderWidth="025" borderColor="border" borderRadius="200" padding="300">
            <BlockStack gap="300">
              <InlineStack align="space-between" blockAlign="center">
                <Text as="h3" variant="headingSm">{`Group ${i + 1}`}</Text>
                <Button
                  variant="plain"
                  accessibilityLabel={`Remove group ${i + 1}`}
                  onClick={() => set({ groups: conditions.groups.filter((_, at) => at !== i) })}
                >
                  Remove group
                </Button>
              </InlineStack>
              {group.rules.length > 1 ? (
                <Select
                  label="Of these conditions,"
                  options={matches}
                  value={group.match}
                  onChange={(match) => change(i, { match: match === 'any' ? 'any' : 'all' })}
                />
              ) : null}
              <RuleRows
                name={`group ${i + 1}`}
                rules={group.rules}
                currency={currency}
                onChange={(rules) => change(i, { rules })}
              />
            </BlockStack>
          </Box>
        ))}
        <InlineStack>
          <Button onClick={() => set({ groups: [...conditions.groups, { match: 'all', rules: [freshRule()] }] })}>
            {conditions.groups.length === 0 ? 'Add a condition' : 'Add a group'}
          </Button>
        </InlineStack>
        <BlockStack gap="300">
          <Text as="h3" variant="headingSm">
            Never shown when
          </Text>
          <RuleRows
            name="exclusions"
            rules={conditions.exclude}
            currency={currency}
            onChange={(exclude) => set({ exclude })}
            addLabel="Add an exclusion"
          />
        </BlockStack>
        {errors.conditions ? <InlineError fieldID="conditions" message={errors.conditions} /> : null}
      </BlockStack>
    </Card>
  );
}
