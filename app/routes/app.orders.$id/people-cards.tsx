import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { AddressView, OrderDetailView } from '~/domain/orders/view';

/** Who bought. */
export function CustomerCard({ order }: { order: OrderDetailView }) {
  const { customer } = order;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Customer
        </Text>
        {customer === null ? (
          <Text as="p" tone="subdued">
            Guest, without a customer account
          </Text>
        ) : customer.redacted ? (
          <Text as="p" tone="subdued">
            Erased at the customer’s request. The order’s money stays as it was.
          </Text>
        ) : (
          <BlockStack gap="050">
            <Text as="p">{customer.name ?? 'No name given'}</Text>
            {customer.email ? (
              <Text as="p" breakWord>
                {customer.email}
              </Text>
            ) : null}
            {customer.phone ? <Text as="p">{customer.phone}</Text> : null}
          </BlockStack>
        )}
        {order.customerId ? <Link to={`/app/customers/${order.customerId}`}>See this customer</Link> : null}
        {order.detail.note ? (
          <BlockStack gap="050">
            <Text as="h3" variant="headingSm">
              Note
            </Text>
            <Text as="p" breakWord>
              {order.detail.note}
            </Text>
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** Where it went and who paid. */
export function AddressesCard({ order }: { order: OrderDetailView }) {
  const kinds = { shipping: 'Shipping address', billing: 'Billing address' } as const;
  const known = (['shipping', 'billing'] as const).flatMap((kind) => {
    const lines = addressLines(order.detail.addresses.find((one) => one.kind === kind));
    return lines.length > 0 ? [{ kind, lines }] : [];
  });
  if (known.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        {known.map(({ kind, lines }) => (
          <BlockStack gap="100" key={kind}>
            <Text as="h2" variant="headingMd">
              {kinds[kind]}
            </Text>
            <BlockStack gap="050">
              {lines.map((line) => (
                <Text as="p" key={line} breakWord>
                  {line}
                </Text>
              ))}
            </BlockStack>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function addressLines(address: AddressView | undefined): string[] {
  if (!address) return [];
  const town = [address.zip, address.city, address.province].filter(Boolean).join(' ');
  const lines = [
    address.name,
    address.company,
    address.address1,
    address.address2,
    town,
    address.country ?? address.countryCode,
    address.phone,
  ];
  return [...new Set(lines.filter((line): line is string => Boolean(line)))];
}
