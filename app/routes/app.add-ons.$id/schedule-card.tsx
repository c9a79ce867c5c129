import { BlockStack, Card, Checkbox, ChoiceList, FormLayout, Text, TextField } from '@shopify/polaris';
import { useHydrated } from '~/ui/use-hydrated';
import { type CardProps, wrong } from './field-props';

/** Whether and when the add-on is offered. */
export function ScheduleCard({ values, errors, onChange }: CardProps) {
  // What a clock on the wall says depends on where the browser is: the server does not know.
  const hydrated = useHydrated();
  const zone = hydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : '';
  const field = (name: 'startsAt' | 'endsAt', label: string) => (
    <TextField
      label={label}
      type="datetime-local"
      value={hydrated ? toLocal(values[name]) : ''}
      onChange={(typed) => onChange({ [name]: toInstant(typed) })}
      {...wrong(errors[name])}
      autoComplete="off"
      {...(zone ? { helpText: `Your time, ${zone}.` } : {})}
    />
  );
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title={
            <Text as="span" variant="headingMd">
              State
            </Text>
          }
          choices={[
            { value: 'active', label: 'Active', helpText: 'Published to the shop and offered with its products.' },
            { value: 'draft', label: 'Draft', helpText: 'Kept here; shoppers do not see it.' },
          ]}
          selected={[values.state]}
          onChange={([state]) => onChange({ state: state === 'active' ? 'active' : 'draft' })}
          {...wrong(errors.state)}
        />
        <FormLayout>
          <FormLayout.Group>
            {field('startsAt', 'Offered from')}
            {field('endsAt', 'Offered until')}
          </FormLayout.Group>
        </FormLayout>
        <Checkbox
          label="Only where no other add-on is offered"
          checked={values.fallback}
          onChange={(fallback) => onChange({ fallback })}
          helpText="A fallback for products that nothing else is aimed at."
        />
      </BlockStack>
    </Card>
  );
}

/** "2026-12-01T09:00" on the browser's clock. */
function toLocal(instant: string | null): string {
  if (instant === null) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function toInstant(typed: string): string | null {
  const time = Date.parse(typed);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
