import { Link } from '@remix-run/react';
import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { day, moment, money } from '~/ui/format';
import type { GroupedChange } from './grouped';
import { causeWords } from './words';

/** Everything that moved the figures since, the latest first. */
export function ChangesCard(props: {
  changes: GroupedChange[];
  hasMore: boolean;
  known: string;
  platform: string;
  currency: string;
  timeZone: string;
}) {
  const { changes, hasMore, known, platform, currency, timeZone } = props;
  const amount = (text: string) => `${Number(text) > 0 ? '+' : ''}${money(text, currency)}`;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Since {known}
        </Text>
        {changes.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing changed these figures.
          </Text>
        ) : (
          <ul className="tg-rows">
            {changes.map((one) => (
              <li key={one.key}>
                <InlineStack align="space-between" gap="200" wrap={false}>
                  <Text as="span">
                    <Link to={`/app/orders/${platform}_${encodeURIComponent(one.platformOrderId)}`}>
                      {one.orderNumber}
                    </Link>
                    : {one.what}
                  </Text>
                  <Text as="span" numeric alignment="end">
                    {amount(one.net)}
                  </Text>
                </InlineStack>
                <Text as="p" variant="bodySm" tone="subdued">
                  Counts on {day(one.day)} · learnt {moment(one.at, timeZone)}
                  {one.cause ? ` · ${causeWords(one.cause)}` : ''}
                  {Number(one.addOnRevenue) === 0 ? '' : ` · add-on revenue ${amount(one.addOnRevenue)}`}
                </Text>
              </li>
            ))}
          </ul>
        )}
        {hasMore ? (
          <Text as="p" tone="subdued">
            Only the latest are shown. Choose fewer days to see them all.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
