import { Link } from '@remix-run/react';
import { Badge, BlockStack, EmptySearchResult, IndexTable, InlineStack, Text, useBreakpoints } from '@shopify/polaris';
import { moment, money, shortMoment } from '~/ui/format';
import { Status } from '~/ui/status';

type Row = {
  id: string;
  orderNumber: string;
  createdAt: string;
  customer: string;
  currency: string;
  total: string;
  addOnRevenue: string;
  hasAddOn: boolean;
  addOnTitles: string[];
  status: string;
  financialStatus: string;
  fulfillmentStatus: string;
  test: boolean;
};

type TableProps = {
  orders: Row[];
  timeZone: string;
  now: string;
  onClear: () => void;
  hasNext: boolean;
  hasPrevious: boolean;
  onNext: () => void;
  onPrevious: () => void;
};

/** The list itself: a table where there is room, one block per order on a phone. */
export function OrderTable({ orders, timeZone, now, onClear, ...paging }: TableProps) {
  const { smDown } = useBreakpoints();
  return (
    <div id="orders">
      <IndexTable
        resourceName={{ singular: 'order', plural: 'orders' }}
        itemCount={orders.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: 'Order' },
          { title: 'Date' },
          { title: 'Customer' },
          { title: 'Total', alignment: 'end' },
          { title: 'Add-on revenue', alignment: 'end' },
          { title: 'Payment' },
          { title: 'Fulfillment' },
        ]}
        emptyState={
          <EmptySearchResult
            title="No orders match"
            description="Change the search or the filters, or clear them all."
            withIllustration
          />
        }
        pagination={{
          hasNext: paging.hasNext,
          hasPrevious: paging.hasPrevious,
          onNext: paging.onNext,
          onPrevious: paging.onPrevious,
        }}
      >
        {orders.map((order, position) =>
          smDown ? (
            <IndexTable.Row id={order.id} key={order.id} position={position}>
              <NarrowOrder order={order} timeZone={timeZone} now={now} />
            </IndexTable.Row>
          ) : (
            <IndexTable.Row id={order.id} key={order.id} position={position}>
              <IndexTable.Cell>
                <OrderName order={order} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <time dateTime={order.createdAt} title={moment(order.createdAt, timeZone)}>
                  {shortMoment(order.createdAt, timeZone, new Date(now))}
                </time>
              </IndexTable.Cell>
              <IndexTable.Cell>{order.customer}</IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  {money(order.total, order.currency)}
                </Text>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric {...(order.hasAddOn ? {} : { tone: 'subdued' as const })}>
                  {order.hasAddOn ? money(order.addOnRevenue, order.currency) : '–'}
                </Text>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Status of="financial" is={order.financialStatus} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Status of="fulfillment" is={order.fulfillmentStatus} />
              </IndexTable.Cell>
            </IndexTable.Row>
          ),
        )}
      </IndexTable>
    </div>
  );
}

function OrderName({ order }: { order: Row }) {
  return (
    <InlineStack align="start" gap="200" wrap={false} blockAlign="center">
      <Link to={`/app/orders/${encodeURIComponent(order.id)}`} className="tg-name" data-primary-link>
        {order.orderNumber}
      </Link>
      {order.status === 'cancelled' ? <Status of="order" is="cancelled" /> : null}
      {order.test ? <Badge>Test</Badge> : null}
    </InlineStack>
  );
}

function NarrowOrder({ order, timeZone, now }: { order: Row; timeZone: string; now: string }) {
  return (
    <div className="tg-narrow">
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <OrderName order={order} />
          <Text as="span" numeric fontWeight="medium">
            {money(order.total, order.currency)}
          </Text>
        </InlineStack>
        <Text as="span" tone="subdued" variant="bodySm">
          {order.customer} · {shortMoment(order.createdAt, timeZone, new Date(now))}
        </Text>
        {order.hasAddOn ? (
          <Text as="span" variant="bodySm">
            Add-on revenue {money(order.addOnRevenue, order.currency)}
          </Text>
        ) : null}
        <InlineStack align="start" gap="100">
          <Status of="financial" is={order.financialStatus} />
          <Status of="fulfillment" is={order.fulfillmentStatus} />
        </InlineStack>
      </BlockStack>
    </div>
  );
}
