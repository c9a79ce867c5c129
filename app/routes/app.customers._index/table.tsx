import { Link } from '@remix-run/react';
import { BlockStack, EmptySearchResult, IndexTable, InlineStack, Text, useBreakpoints } from '@shopify/polaris';
import type { CustomerView } from '~/domain/customers/view';
import { count, counted, moment, money, shortMoment } from '~/ui/format';
import { Status } from '~/ui/status';
import { customerName } from '../app.customers.$id/customer-name';

type TableProps = {
  customers: CustomerView[];
  timeZone: string;
  now: string;
  hasNext: boolean;
  hasPrevious: boolean;
  onNext: () => void;
  onPrevious: () => void;
};

/** The list itself: a table where there is room, one block per customer on a phone. */
export function CustomerTable({ customers, timeZone, now, ...pagination }: TableProps) {
  const { smDown } = useBreakpoints();
  const today = new Date(now);
  return (
    <div id="customers">
      <IndexTable
        resourceName={{ singular: 'customer', plural: 'customers' }}
        itemCount={customers.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: 'Customer' },
          { title: 'Segment' },
          { title: 'Orders', alignment: 'end' },
          { title: 'Value', alignment: 'end' },
          { title: 'Add-on revenue', alignment: 'end' },
          { title: 'Last order' },
        ]}
        emptyState={
          <EmptySearchResult
            title="No customers match"
            description="Names are not searched. Type a whole e-mail address, phone number or customer id."
            withIllustration
          />
        }
        pagination={pagination}
      >
        {customers.map((customer, position) => (
          <IndexTable.Row id={customer.id} key={customer.id} position={position}>
            {smDown ? (
              <NarrowCustomer customer={customer} timeZone={timeZone} today={today} />
            ) : (
              <WideCustomer customer={customer} timeZone={timeZone} today={today} />
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </div>
  );
}

type RowProps = { customer: CustomerView; timeZone: string; today: Date };

function WideCustomer({ customer, timeZone, today }: RowProps) {
  const { currency, lastOrderAt } = customer;
  const bought = customer.ordersWithAddOn > 0;
  return (
    <>
      <IndexTable.Cell>
        <Name customer={customer} />
      </IndexTable.Cell>
      <IndexTable.Cell>{customer.segment ? <Status of="segment" is={customer.segment} /> : '–'}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {count(customer.orders)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {money(customer.lifetimeNet, currency)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric {...(bought ? {} : { tone: 'subdued' as const })}>
          {bought ? money(customer.addOnRevenue, currency) : '–'}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        {lastOrderAt ? (
          <time dateTime={lastOrderAt} title={moment(lastOrderAt, timeZone)}>
            {shortMoment(lastOrderAt, timeZone, today)}
          </time>
        ) : (
          '–'
        )}
      </IndexTable.Cell>
    </>
  );
}

function NarrowCustomer({ customer, timeZone, today }: RowProps) {
  return (
    <div className="tg-narrow">
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <Name customer={customer} />
          <Text as="span" numeric fontWeight="medium">
            {money(customer.lifetimeNet, customer.currency)}
          </Text>
        </InlineStack>
        <Text as="span" tone="subdued" variant="bodySm">
          {counted(customer.orders, 'order')}
          {customer.lastOrderAt ? `, last ${shortMoment(customer.lastOrderAt, timeZone, today)}` : ''}
        </Text>
        {customer.ordersWithAddOn > 0 ? (
          <Text as="span" variant="bodySm">
            Add-on revenue {money(customer.addOnRevenue, customer.currency)}
          </Text>
        ) : null}
        {customer.segment ? (
          <InlineStack align="start">
            <Status of="segment" is={customer.segment} />
          </InlineStack>
        ) : null}
      </BlockStack>
    </div>
  );
}

function Name({ customer }: { customer: CustomerView }) {
  return (
    <BlockStack>
      <Link to={`/app/customers/${customer.id}`} className="tg-name" data-primary-link>
        {customerName(customer)}
      </Link>
      {customer.email && customer.name ? (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {customer.email}
        </Text>
      ) : null}
    </BlockStack>
  );
}
