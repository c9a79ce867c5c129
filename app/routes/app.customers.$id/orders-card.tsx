import { Link } from '@remix-run/react';
import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { moment, money } from '~/ui/format';
import { Status } from '~/ui/status';

type Row = {
  id: string;
  orderNumber: string;
  createdAt: string;
  currency: string;
  total: string;
  financialStatus: string;
  fulfillmentStatus: string;
};

/** Their newest orders. */
export function OrdersCard(props: { orders: Row[]; hasMore: boolean; customerId: string; timeZone: string }) {
  const { orders, hasMore, customerId, timeZone } = props;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Orders
        </Text>
        <ul className="tg-rows">
          {orders.map((order) => (
            <li key={order.id}>
              <InlineStack align="space-between" gap="200">
                <Link to={`/app/orders/${encodeURIComponent(order.id)}`}>{order.orderNumber}</Link>
                <Text as="span" numeric>
                  {money(order.total, order.currency)}
                </Text>
              </InlineStack>
              <InlineStack align="space-between" gap="200">
                <Text as="span" variant="bodySm" tone="subdued">
                  {moment(order.createdAt, timeZone)}
                </Text>
                <InlineStack gap="100">
                  <Status of="financial" is={order.financialStatus} />
                  <Status of="fulfillment" is={order.fulfillmentStatus} />
                </InlineStack>
              </InlineStack>
            </li>
          ))}
        </ul>
        {hasMore ? (
          <Link className="tg-more" to={`/app/orders?customer=${customerId}`}>
            See all orders
          </Link>
        ) : null}
      </BlockStack>
    </Card>
  );
}
