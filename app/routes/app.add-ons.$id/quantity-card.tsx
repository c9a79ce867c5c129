import { BlockStack, Card, ChoiceList, InlineError, Text, TextField } from '@shopify/polaris';
import type { QuantityMode } from '~/domain/addons/details';
import { type CardProps, wrong } from './field-props';

/** How many of the add-on go with a product, and whether it is a thing in the parcel. */
export function QuantityCard({ values, errors, onChange }: CardProps) {
  const { quantity } = values;
  const choose = (kind: QuantityMode['kind']) =>
    onChange({ quantity: kind === 'fixed' ? { kind, count: 1 } : { kind } });
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title={
            <Text as="span" variant="headingMd">
              How many
            </Text>
          }
          choices={[
            {
              value: 'per_unit',
              label: 'One for each piece',
              helpText: 'Three mugs, three gift wraps. It follows the quantity in the cart.',
            },
            { value: 'per_line', label: 'One for each product', helpText: 'Three mugs of a kind, one.' },
            { value: 'per_order', label: 'One for each order', helpText: 'For protection of the whole parcel.' },
            { value: 'fixed', label: 'A fixed number' },
          ]}
          selected={[quantity.kind]}
          onChange={([kind]) => choose(kind as QuantityMode['kind'])}
        />
        {quantity.kind === 'fixed' ? (
          <TextField
            label="Pieces"
            type="number"
            min={1}
            max={100}
            value={String(quantity.count)}
            onChange={(typed) => onChange({ quantity: { kind: 'fixed', count: Number(typed) } })}
            {...wrong(errors.quantity)}
            autoComplete="off"
          />
        ) : errors.quantity ? (
          <InlineError fieldID="quantity" message={errors.quantity} />
        ) : null}
        <ChoiceList
          title="Fulfillment"
          choices={[
            {
              value: 'none',
              label: 'Nothing to ship',
              helpText: 'A promise or a service: it asks for no shipping of its own.',
            },
            {
              value: 'with_parent',
              label: 'Ships with the product',
              helpText: 'A thing in the parcel, on the packing slip beside it.',
            },
          ]}
          selected={[values.fulfilment]}
          onChange={([fulfilment]) => onChange({ fulfilment: fulfilment === 'with_parent' ? 'with_parent' : 'none' })}
        />
      </BlockStack>
    </Card>
  );
}
