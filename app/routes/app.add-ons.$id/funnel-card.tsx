import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { type Funnel, passed } from '~/domain/experiments/funnel';
import { count, percent } from '~/ui/format';

const steps: [keyof Funnel, name: string, what: string][] = [
  ['exposed', 'On the page', 'visitors whose page had it'],
  ['viewed', 'In view', 'saw it for a second'],
  ['ticked', 'Ticked', 'ticked its box'],
  ['added', 'Added', 'put it into the cart'],
  ['purchased', 'Bought', 'orders with it'],
];

/** How far visitors come with an add-on: a bar for each step, from the page to the order. */
export function FunnelCard({ addOnId, funnel, canTry }: { addOnId: string; funnel: Funnel; canTry: boolean }) {
  const most = Math.max(...steps.map(([step]) => funnel[step]), 1);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            From the page to the order
          </Text>
          {canTry ? <Button url={`/app/add-ons/experiments/new?addOn=${addOnId}`}>Try another version</Button> : null}
        </InlineStack>
        <ol className="tg-funnel">
          {steps.map(([step, name, what]) => {
            const share = passed(funnel, step);
            return (
              <li key={step}>
                <InlineStack align="space-between" gap="200">
                  <Text as="span">
                    {name}
                    <span className="tg-hidden">, {what}</span>
                  </Text>
                  <Text as="span" numeric>
                    {count(funnel[step])}
                    {share === null || step === 'purchased' ? null : (
                      <Text as="span" tone="subdued">{` · ${percent(share)} of the step before`}</Text>
                    )}
                  </Text>
                </InlineStack>
                <span
                  className="tg-funnel__bar"
                  style={{ inlineSize: `${(100 * funnel[step]) / most}%` }}
                  aria-hidden
                />
              </li>
            );
          })}
        </ol>
        <Text as="p" tone="subdued" variant="bodySm">
          The last 30 days. Visitors count once a day and step, and only where they allowed it; orders count all, so
          more can be bought than was seen.
        </Text>
      </BlockStack>
    </Card>
  );
}
