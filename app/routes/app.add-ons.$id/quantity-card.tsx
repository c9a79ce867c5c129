import { BlockStack, Card, ChoiceList, InlineError, Text, TextField } from '@shopify/polaris';
import type { Fulfilment, QuantityMode } from '~/domain/addons/details';
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
            {
              value: 'at_once',
              label: 'Fulfilled at once',
              helpText:
                'For what the sale itself delivers: a service, a protection plan, a digital thing. As soon as an order is paid, its lines of this add-on are marked as fulfilled. We ask for no email to the shopper, and all other lines of the order are left alone. Holds for orders from now on.',
            },
          ]}
          selected={[values.fulfilment]}
          onChange={([fulfilment]) => onChange({ fulfilment: fulfilment as Fulfilment })}
        />
        <ChoiceList
          title="When the product is refunded"
          choices={[
            { value: 'full', label: 'Propose to refund it whole' },
            {
              value: 'pro_rata',
              label: 'Propose the days that are left',
              helpText: 'For plans: of 730 days, 400 unused are 400/730 of the price.',
            },
            { value: 'none', label: 'Propose nothing', helpText: 'The work was done, for example an engraving.' },
          ]}
          selected={[values.refund.kind]}
          onChange={([kind]) =>
            onChange({
              refund: kind === 'pro_rata' ? { kind, days: 365 } : { kind: kind === 'none' ? 'none' : 'full' },
            })
          }
        />
        {values.refund.kind === 'pro_rata' ? (
          <TextField
            label="The cover lasts"
            type="number"
            min={1}
            value={String(values.refund.days)}
            onChange={(typed) => onChange({ refund: { kind: 'pro_rata', days: Number(typed) } })}
            {...wrong(errors.refund)}
            suffix="days"
            autoComplete="off"
          />
        ) : null}
      </BlockStack>
    </Card>
  );
}
