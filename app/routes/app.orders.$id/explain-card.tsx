import { Link } from '@remix-run/react';
import { Banner, BlockStack, Card, Text } from '@shopify/polaris';
import type { OrderStory } from '~/domain/orders/story';
import { day, moment, money } from '~/ui/format';
import { inWords } from '~/ui/statuses';
import { topicWords } from '~/ui/topic-words';
import { changeWords } from './change-words';

const reasons: Record<OrderStory['counted']['reasons'][number], string> = {
  test: 'It is a test order.',
  deleted: 'It was deleted on the platform.',
  currency: 'It is in another currency than the store.',
};

/** Why the order is in the figures as it is: on which days, and who told us. */
export function ExplainCard({ story, timeZone }: { story: OrderStory; timeZone: string }) {
  const { counted, currency, deliveries, changes } = story;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Explain this order
        </Text>
        {counted.isCounted ? null : (
          <Banner tone="info" title="This order is in no figure">
            {counted.reasons.map((reason) => reasons[reason]).join(' ')}
          </Banner>
        )}
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {counted.isCounted ? 'Counted on' : 'Would count on'}
          </Text>
          <ul className="tg-rows">
            {counted.days.map((one) => (
              <li key={one.day}>
                <Link to={`/app/orders?day=${one.day}&tests=without`}>{day(one.day)}</Link>
                <Text as="p" variant="bodySm" tone="subdued">
                  {one.orders > 0
                    ? `As an order: gross ${money(one.grossSales, currency)}, discounts ${money(one.discounts, currency)}. `
                    : ''}
                  {Number(one.returns) === 0 ? '' : `Returns ${money(one.returns, currency)}. `}
                  Net {money(one.netSales, currency)}, add-on revenue {money(one.addOnRevenue, currency)}.
                </Text>
              </li>
            ))}
          </ul>
        </BlockStack>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            Told by
          </Text>
          {deliveries.length === 0 ? (
            <Text as="p" tone="subdued">
              The messages that brought it are no longer kept.
            </Text>
          ) : (
            <ul className="tg-rows">
              {deliveries.slice(0, 10).map((one) => (
                <li key={one.id}>
                  <Text as="p">{topicWords(one.topic)}</Text>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {moment(one.at, timeZone)} · entry {one.id} · {inWords(one.result ?? one.state)}
                  </Text>
                </li>
              ))}
            </ul>
          )}
        </BlockStack>
        {changes.length > 0 ? (
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              What changed
            </Text>
            <ul className="tg-rows">
              {changes.slice(0, 10).map((one) => (
                <li key={one.at}>
                  <Text as="p">{changeWords(one.changes, one.left)}</Text>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {moment(one.at, timeZone)}
                    {one.cause ? ` · ${one.cause}` : ''}
                  </Text>
                </li>
              ))}
            </ul>
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}
