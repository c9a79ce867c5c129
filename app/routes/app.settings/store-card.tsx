import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import { moment, zoneName } from '~/ui/format';

type StoreFacts = {
  name: string | null;
  domain: string;
  currency: string;
  timeZone: string;
  planName: string | null;
  installedAt: string;
};

/** The store's facts, which every figure relies on. */
export function StoreCard({ store }: { store: StoreFacts }) {
  return (
    <Card>
      <BlockStack gap="300">
        <dl className="tg-keyvalues">
          <dt>Store</dt>
          <dd>{store.name ?? store.domain}</dd>
          <dt>Address</dt>
          <dd>{store.domain}</dd>
          <dt>Currency</dt>
          <dd>{store.currency}</dd>
          <dt>Time zone</dt>
          <dd>{zoneName(store.timeZone)}</dd>
          {store.planName ? (
            <>
              <dt>Plan</dt>
              <dd>{store.planName}</dd>
            </>
          ) : null}
          <dt>Connected</dt>
          <dd>{moment(store.installedAt, store.timeZone)}</dd>
        </dl>
        <Text as="p" tone="subdued" variant="bodySm">
          Days begin at midnight in this time zone. How each figure is counted:{' '}
          <Link to="/app/analytics/definitions">definitions</Link>.
        </Text>
      </BlockStack>
    </Card>
  );
}
