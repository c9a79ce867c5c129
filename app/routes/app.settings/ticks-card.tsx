import { useFetcher } from '@remix-run/react';
import { BlockStack, Card, ChoiceList, Text } from '@shopify/polaris';
import { useSaid } from '~/ui/use-said';

/** Whether boxes begin ticked. Empty is what shoppers expect, and in many countries what the law asks for. */
export function TicksCard({ preTicked }: { preTicked: boolean }) {
  const fetcher = useFetcher<{ said: string }>();
  useSaid(fetcher.data);
  const wanted = fetcher.formData ? fetcher.formData.get('preTicked') === 'yes' : preTicked;
  return (
    <Card>
      <BlockStack gap="300">
        <ChoiceList
          title="When a product page opens"
          choices={[
            {
              value: 'no',
              label: 'Boxes are empty',
              helpText: 'The shopper ticks what they want. Their tick is kept as proof.',
            },
            {
              value: 'yes',
              label: 'Boxes are ticked',
              helpText: 'No proof of a tick is kept for what the shopper left as it was.',
            },
          ]}
          selected={[wanted ? 'yes' : 'no']}
          disabled={fetcher.state !== 'idle'}
          onChange={([chosen]) => fetcher.submit({ intent: 'ticks', preTicked: chosen ?? 'no' }, { method: 'post' })}
        />
        <Text as="p" tone="subdued" variant="bodySm">
          Consumer law of the European Union and others forbids boxes that are ticked for the shopper.
        </Text>
      </BlockStack>
    </Card>
  );
}
