import { Link } from '@remix-run/react';
import { BlockStack, Button, ButtonGroup, Card, InlineGrid, Text } from '@shopify/polaris';
import type { CustomerView, ProposalView } from '~/domain/customers/view';
import { counted, moment, money } from '~/ui/format';
import { customerName } from '../app.customers.$id/customer-name';
import { linkWords } from '../app.customers.$id/words';

/** Two that may be one person, side by side. */
export function PairCard(props: {
  pair: ProposalView;
  timeZone: string;
  busy: boolean;
  onDecide: (decision: 'accept' | 'reject') => void;
}) {
  const { pair, timeZone, busy, onDecide } = props;
  const names = pair.sides.map(customerName).join(' and ');
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {linkWords(pair.kind)}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          {pair.sides.map((side) => (
            <Side key={side.id} customer={side} timeZone={timeZone} />
          ))}
        </InlineGrid>
        <ButtonGroup>
          <Button
            variant="primary"
            disabled={busy}
            onClick={() => onDecide('accept')}
            accessibilityLabel={`Join: ${names}`}
          >
            Join
          </Button>
          <Button disabled={busy} onClick={() => onDecide('reject')} accessibilityLabel={`Keep apart: ${names}`}>
            Keep apart
          </Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}

function Side({ customer, timeZone }: { customer: CustomerView; timeZone: string }) {
  const { platformCustomerIds: ids } = customer;
  return (
    <BlockStack gap="050">
      <Link to={`/app/customers/${customer.id}`}>{customerName(customer)}</Link>
      {customer.name && customer.email ? (
        <Text as="p" breakWord>
          {customer.email}
        </Text>
      ) : null}
      {customer.phone ? <Text as="p">{customer.phone}</Text> : null}
      <Text as="p" tone="subdued">
        {ids.length === 0 ? 'Guest' : `Account ${ids.join(', ')}`}
      </Text>
      <Text as="p" tone="subdued">
        {counted(customer.orders, 'order')}, {money(customer.lifetimeNet, customer.currency)}
        {customer.lastOrderAt ? `, last ${moment(customer.lastOrderAt, timeZone)}` : ''}
      </Text>
    </BlockStack>
  );
}
