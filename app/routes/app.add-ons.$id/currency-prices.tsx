import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineError, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { CurrencyPrice } from '~/domain/addons/details';
import type { CurrencyOfStore } from '~/platforms/store-api';
import type { Currencies } from '../app.currencies';
import type { CardProps } from './field-props';

/** What the add-on costs in other currencies; where nothing is named, the platform's rate applies. */
export function CurrencyPrices({ values, currency, errors, onChange }: CardProps) {
  const { currencyPrices } = values;
  const fetcher = useFetcher<Currencies>();
  const [wanted, setWanted] = useState(false);
  const problem = fetcher.data?.problem ?? null;
  const known = fetcher.data?.currencies ?? [];
  const free = known.filter(
    (one) => one.currency !== currency && !currencyPrices.some((row) => row.currency === one.currency),
  );
  const set = (next: CurrencyPrice[]) => onChange({ currencyPrices: next });
  const first = free[0]?.currency;
  const rows = useRef(currencyPrices);
  rows.current = currencyPrices;
  // The platform is asked once, when the first row is wanted.
  useEffect(() => {
    if (!wanted || fetcher.state !== 'idle' || !fetcher.data) return;
    setWanted(false);
    if (first) onChange({ currencyPrices: [...rows.current, { currency: first, price: '' }] });
  }, [wanted, fetcher.state, fetcher.data, first, onChange]);
  const add = () => {
    if (!fetcher.data || problem) fetcher.load('/app/currencies');
    setWanted(true);
  };
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        In other currencies
      </Text>
      {currencyPrices.length === 0 ? (
        <Text as="p" tone="subdued">
          Shoppers in other markets pay this price at your market’s rate.
        </Text>
      ) : null}
      {currencyPrices.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <InlineStack key={at} gap="300" blockAlign="end">
          <Select
            label={`Currency ${at + 1}`}
            options={optionsFor(row, free)}
            value={row.currency}
            onChange={(chosen) => set(currencyPrices.map((one, i) => (i === at ? { ...one, currency: chosen } : one)))}
          />
          <TextField
            label={`Price in ${row.currency}`}
            inputMode="decimal"
            value={row.price}
            onChange={(price) => set(currencyPrices.map((one, i) => (i === at ? { ...one, price } : one)))}
            suffix={row.currency}
            autoComplete="off"
          />
          <Button
            accessibilityLabel={`Remove the price in ${row.currency}`}
            onClick={() => set(currencyPrices.filter((_, i) => i !== at))}
          >
            Remove
          </Button>
        </InlineStack>
      ))}
      {errors.currencyPrices ? <InlineError fieldID="currencyPrices" message={errors.currencyPrices} /> : null}
      {problem ? <InlineError fieldID="currencies" message={problem} /> : null}
      {fetcher.data && !problem && free.length === 0 ? (
        <Text as="p" tone="subdued">
          {known.length === 0
            ? 'None of your markets has a price list, so prices follow its rate. Give a market a catalog with prices of its own first.'
            : 'Every currency of your markets has its price.'}
        </Text>
      ) : (
        <InlineStack>
          <Button onClick={add} loading={fetcher.state !== 'idle'}>
            Add a price in another currency
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

function optionsFor(row: CurrencyPrice, free: CurrencyOfStore[]) {
  const own = free.some((one) => one.currency === row.currency) ? [] : [{ label: row.currency, value: row.currency }];
  return [
    ...own,
    ...free.map(({ currency, markets }) => ({ label: `${currency} (${markets.join(', ')})`, value: currency })),
  ];
}
