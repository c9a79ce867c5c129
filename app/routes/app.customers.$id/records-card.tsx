import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { CustomerDetailView, CustomerRecord } from '~/domain/customers/view';
import { consentWords } from './words';

/** What the platform keeps of the person, one record per account; a guest has none. */
export function RecordsCard({ customer }: { customer: CustomerDetailView }) {
  const { records } = customer;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {records.length > 1 ? 'Accounts' : 'Account'}
        </Text>
        {records.length === 0 ? (
          <BlockStack gap="050">
            <Text as="p" tone="subdued">
              {customer.redacted ? 'Erased at the customer’s request.' : 'A guest: no account in your store.'}
            </Text>
            {customer.email ? (
              <Text as="p" breakWord>
                {customer.email}
              </Text>
            ) : null}
            {customer.phone ? <Text as="p">{customer.phone}</Text> : null}
          </BlockStack>
        ) : (
          <ul className="tg-rows">
            {records.map((record) => (
              <li key={record.platformCustomerId}>
                <Record record={record} />
              </li>
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}

function Record({ record }: { record: CustomerRecord }) {
  const { defaultAddress: home } = record;
  const place = home ? [home.address1, [home.zip, home.city].filter(Boolean).join(' '), home.country] : [];
  const facts: [string, string | null][] = [
    ['Id', record.platformCustomerId],
    ['E-mail', record.email && `${record.email}${record.emailVerified ? ', verified' : ''}`],
    ['Phone', record.phone],
    ['Address', place.filter(Boolean).join(', ') || null],
    ['E-mail marketing', consentWords(record.emailConsent)],
    ['SMS marketing', consentWords(record.smsConsent)],
  ];
  return (
    <BlockStack gap="200">
      {record.name ? <Text as="p">{record.name}</Text> : null}
      <dl className="tg-keyvalues">
        {facts.map(([name, value]) =>
          value ? (
            <div key={name} className="tg-keyvalues__pair">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {record.tags.length > 0 ? (
        <InlineStack gap="100">
          {record.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
