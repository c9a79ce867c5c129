import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import type { Figures } from '~/analytics/summary';
import { count, day, money, percent, zoneName } from '~/ui/format';
import { Stat } from '~/ui/stat';
import { ordersBehind } from '../app.orders._index/choices';

/** Today so far, with yesterday's whole day to compare. */
export function TodayCard(props: { today: string; now: Figures; before: Figures; currency: string; timeZone: string }) {
  const { today, now, before, currency, timeZone } = props;
  const period = { from: today, to: today };
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack>
            <Text as="h2" variant="headingMd">
              Today
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              {day(today)}, {zoneName(timeZone)}
            </Text>
          </BlockStack>
          <Link url="/app/analytics" removeUnderline>
            Analytics
          </Link>
        </InlineStack>
        <div className="tg-stats tg-stats--four">
          <Stat
            label="Add-on revenue"
            value={money(now.addOnRevenue, currency)}
            definition="add-on-revenue"
            note={`Yesterday ${money(before.addOnRevenue, currency)}`}
            orders={ordersBehind({ ...period, view: 'with-add-ons' })}
          />
          <Stat
            label="Attach rate"
            value={now.orders === 0 ? '–' : percent(now.attachRate)}
            definition="attach-rate"
            note={`Yesterday ${before.orders === 0 ? '–' : percent(before.attachRate)}`}
            orders={ordersBehind({ ...period, view: 'with-add-ons' })}
          />
          <Stat
            label="Net sales"
            value={money(now.netSales, currency)}
            definition="net-sales"
            note={`Yesterday ${money(before.netSales, currency)}`}
            orders={ordersBehind(period)}
          />
          <Stat
            label="Orders"
            value={count(now.orders)}
            definition="orders"
            note={`Yesterday ${count(before.orders)}`}
            orders={ordersBehind(period)}
          />
        </div>
      </BlockStack>
    </Card>
  );
}
