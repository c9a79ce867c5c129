import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { OrderDetailView } from '~/domain/orders/view';
import { moment } from '~/ui/format';
import { Status } from '~/ui/status';
import { inWords } from '~/ui/statuses';

/** What is on its way back, and what is sent instead. */
export function ReturnsCard({ order, timeZone }: { order: OrderDetailView; timeZone: string }) {
  const { returns } = order.detail;
  if (returns.length === 0) return null;
  const titles = new Map(order.lines.map((line) => [line.platformLineId, line.title]));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Returns
        </Text>
        {returns.map((one) => (
          <BlockStack gap="100" key={one.platformReturnId}>
            <InlineStack align="space-between" gap="200">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">
                  {one.name ?? 'Return'}
                </Text>
                <Status of="return" is={one.state} />
              </InlineStack>
              {one.createdAt ? (
                <Text as="span" tone="subdued">
                  {moment(one.createdAt, timeZone)}
                </Text>
              ) : null}
            </InlineStack>
            {one.lines.map((line) => (
              <Text as="p" key={line.platformReturnLineId}>
                {line.quantity} × {titles.get(line.platformLineId ?? '') ?? 'Item'}
                {line.reason ? `, ${inWords(line.reason).toLowerCase()}` : ''}
              </Text>
            ))}
            {one.exchangeLines.map((line) => (
              <Text as="p" key={line.platformExchangeLineId}>
                In exchange: {line.quantity} × {titles.get(line.platformLineIds[0] ?? '') ?? 'another item'}
              </Text>
            ))}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
