import {
  BlockStack,
  Button,
  Card,
  ChoiceList,
  FormLayout,
  InlineError,
  InlineStack,
  Text,
  TextField,
} from '@shopify/polaris';
import type { LadderView } from '~/addons/add-on';
import { fixedPricing, type Pricing } from '~/domain/addons/pricing';
import { count } from '~/ui/format';
import { CurrencyPrices } from './currency-prices';
import { type CardProps, wrong } from './field-props';

type Percentage = Extract<Pricing, { kind: 'percentage' }>;
type Tiers = Extract<Pricing, { kind: 'tiers' }>;

const starts: Record<Pricing['kind'], Pricing> = {
  fixed: fixedPricing,
  percentage: { kind: 'percentage', percent: '10', min: null, max: null, step: null },
  tiers: { kind: 'tiers', tiers: [{ upTo: null, price: '' }] },
};

/** What the add-on costs: one price, a share of the product's, or by ranges of it. */
export function PriceCard(props: CardProps & { ladder: LadderView | null; byCurrency: boolean }) {
  const { values, currency, errors, onChange, ladder, byCurrency } = props;
  const { pricing } = values;
  const set = (changed: Pricing) => onChange({ pricing: changed });
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title={
            <Text as="span" variant="headingMd">
              Price
            </Text>
          }
          choices={[
            { value: 'fixed', label: 'One price', helpText: 'The same beside every product.' },
            {
              value: 'percentage',
              label: 'A share of the product’s price',
              helpText: 'For example 10 % of it, exact to the cent.',
            },
            { value: 'tiers', label: 'By the product’s price', helpText: 'For example 9 up to 100, and 29 above.' },
          ]}
          selected={[pricing.kind]}
          onChange={([kind]) => kind !== pricing.kind && set(starts[kind as Pricing['kind']])}
        />
        {pricing.kind === 'fixed' ? (
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
        ) : null}
        {pricing.kind === 'fixed' && byCurrency ? <CurrencyPrices {...props} /> : null}
        {pricing.kind === 'percentage' ? <Share pricing={pricing} currency={currency} onChange={set} /> : null}
        {pricing.kind === 'tiers' ? <TierRows pricing={pricing} currency={currency} onChange={set} /> : null}
        {errors.pricing ? <InlineError fieldID="pricing" message={errors.pricing} /> : null}
        {pricing.kind !== 'fixed' && ladder ? (
          <Text as="p" tone="subdued" variant="bodySm">
            {`Sold at ${count(ladder.rungs)} ${ladder.rungs === 1 ? 'price' : 'prices'}, as your products need today. `}
            {ladder.worstError === 0
              ? 'Every product gets its exact price.'
              : `The price differs from the exact one by ${(ladder.worstError * 100).toFixed(2)} % at most.`}
            {' When a product’s price changes, the prices follow within a minute.'}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

type RowsProps<P> = { pricing: P; currency: string; onChange: (pricing: Pricing) => void };

function Share({ pricing, currency, onChange }: RowsProps<Percentage>) {
  const field = (name: 'min' | 'max' | 'step', label: string, helpText?: string) => (
    <TextField
      label={label}
      inputMode="decimal"
      value={pricing[name] ?? ''}
      onChange={(typed) => onChange({ ...pricing, [name]: typed === '' ? null : typed })}
      suffix={currency}
      autoComplete="off"
      {...(helpText ? { helpText } : {})}
    />
  );
  return (
    <FormLayout>
      <FormLayout.Group>
        <TextField
          label="Share of the product’s price"
          inputMode="decimal"
          value={pricing.percent}
          onChange={(percent) => onChange({ ...pricing, percent })}
          suffix="%"
          requiredIndicator
          autoComplete="off"
        />
        {field('step', 'Round to multiples of', 'Empty: to the smallest coin.')}
      </FormLayout.Group>
      <FormLayout.Group>
        {field('min', 'At least')}
        {field('max', 'At most')}
      </FormLayout.Group>
    </FormLayout>
  );
}

function TierRows({ pricing, currency, onChange }: RowsProps<Tiers>) {
  const { tiers } = pricing;
  const change = (at: number, patch: Partial<Tiers['tiers'][number]>) =>
    onChange({ ...pricing, tiers: tiers.map((tier, i) => (i === at ? { ...tier, ...patch } : tier)) });
  return (
    <BlockStack gap="300">
      {tiers.map((tier, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tier is its place
        <InlineStack key={i} gap="300" blockAlign="end">
          <TextField
            label={`Product’s price up to, tier ${i + 1}`}
            inputMode="decimal"
            value={tier.upTo ?? ''}
            onChange={(typed) => change(i, { upTo: typed === '' ? null : typed })}
            placeholder="No upper value"
            suffix={currency}
            autoComplete="off"
          />
          <TextField
            label={`Add-on costs, tier ${i + 1}`}
            inputMode="decimal"
            value={tier.price}
            onChange={(price) => change(i, { price })}
            suffix={currency}
            autoComplete="off"
          />
          {tiers.length > 1 ? (
            <Button
              accessibilityLabel={`Remove tier ${i + 1}`}
              onClick={() => onChange({ ...pricing, tiers: tiers.filter((_, at) => at !== i) })}
            >
              Remove
            </Button>
          ) : null}
        </InlineStack>
      ))}
      <InlineStack>
        <Button onClick={() => onChange({ ...pricing, tiers: [...tiers, { upTo: null, price: '' }] })}>
          Add a tier
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
