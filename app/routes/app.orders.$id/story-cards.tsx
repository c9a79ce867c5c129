import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import type { OrderDetailView } from '~/domain/orders/view';
import { counted, moment, money } from '~/ui/format';
import { inWords } from '~/ui/statuses';

/** What was sent, and where it is. */
export function FulfillmentsCard({ order, timeZone }: { order: OrderDetailView; timeZone: string }) {
  const { fulfillments } = order.detail;
  if (fulfillments.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Fulfillments
        </Text>
        {fulfillments.map((one) => (
          <BlockStack gap="100" key={one.platformFulfillmentId}>
            <InlineStack align="space-between" gap="200">
              <Text as="h3" variant="headingSm">
                {counted(
                  one.lines.reduce((total, line) => total + line.quantity, 0),
                  'item',
                )}
                {one.shipmentStatus ? `, ${inWords(one.shipmentStatus).toLowerCase()}` : ''}
              </Text>
              {one.createdAt ? (
                <Text as="span" tone="subdued">
                  {moment(one.createdAt, timeZone)}
                </Text>
              ) : null}
            </InlineStack>
            {one.tracking.map((parcel) => (
              <Text as="p" key={`${parcel.number}${parcel.url}`} breakWord>
                {parcel.company ? `${parcel.company}: ` : ''}
                {parcel.url && /^https?:\/\//.test(parcel.url) ? (
                  <Link url={parcel.url} external>
                    {parcel.number ?? 'Track the parcel'}
                  </Link>
                ) : (
                  (parcel.number ?? 'No tracking number')
                )}
              </Text>
            ))}
            {one.tracking.length === 0 ? (
              <Text as="p" tone="subdued">
                No tracking
              </Text>
            ) : null}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

/** What went back. */
export function RefundsCard({ order, timeZone }: { order: OrderDetailView; timeZone: string }) {
  const { refunds } = order.detail;
  if (refunds.length === 0) return null;
  const titles = new Map(order.lines.map((line) => [line.platformLineId, line.title]));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Refunds
        </Text>
        {refunds.map((one) => (
          <BlockStack gap="100" key={one.platformRefundId}>
            <InlineStack align="space-between" gap="200">
              <Text as="h3" variant="headingSm">
                {money(one.refunded, order.currency)}
              </Text>
              <Text as="span" tone="subdued">
                {moment(one.createdAt, timeZone)}
              </Text>
            </InlineStack>
            {one.lines.map((line) => (
              <InlineStack key={line.platformLineId} align="space-between" gap="200" wrap={false}>
                <Text as="span">
                  {line.quantity} × {titles.get(line.platformLineId) ?? 'Item'}
                </Text>
                <Text as="span" numeric>
                  {money(line.subtotal, order.currency)}
                </Text>
              </InlineStack>
            ))}
            {Number(one.addOnRefunded) === 0 ? null : (
              <Text as="p" tone="subdued">
                Lowers add-on revenue by {money(one.addOnRefunded, order.currency)}
              </Text>
            )}
            {one.note ? <Text as="p">{one.note}</Text> : null}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
