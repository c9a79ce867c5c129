import { BlockStack, Card, SkeletonBodyText, Text } from '@shopify/polaris';
import { lazy, Suspense } from 'react';
import type { AddOnPeriod } from '~/analytics/add-on-days-store.server';
import { change, count, day, money, percent, shortMoney } from '~/ui/format';
import { spokenSummary } from '~/ui/series';
import { Stat } from '~/ui/stat';
import { useHydrated } from '~/ui/use-hydrated';

const DayChart = lazy(() => import('~/ui/day-chart'));

type PerformanceProps = { addOnId: string; now: AddOnPeriod; before: AddOnPeriod; currency: string };

/** What one add-on earned in the last 30 days, beside the 30 before. */
export function PerformanceCard({ addOnId, now, before, currency }: PerformanceProps) {
  const hydrated = useHydrated();
  const against = 'the 30 days before';
  const orders = `/app/orders?addOn=${addOnId}`;
  const points = now.days.map((one, i) => ({
    day: one.day,
    now: Number(one.revenue),
    nowText: one.revenue,
    before: Number(before.days[i]?.revenue ?? 0),
    beforeText: before.days[i]?.revenue ?? null,
    beforeDay: before.days[i]?.day ?? null,
  }));
  const show = (text: string) => money(text, currency);
  const label = `Add-on revenue by day. ${spokenSummary(points, show, day)}`;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Last 30 days
        </Text>
        <div className="tg-stats">
          <Stat
            label="Add-on revenue"
            definition="add-on-revenue"
            value={money(now.revenue, currency)}
            change={change(now.revenue, before.revenue)}
            against={against}
            orders={orders}
            ordersLabel="Orders with it"
          />
          <Stat
            label="Orders with it"
            value={count(now.orders)}
            change={change(now.orders, before.orders)}
            against={against}
          />
          <Stat
            label="Attach rate"
            definition="attach-rate"
            value={percent(now.attachRate)}
            change={change(now.attachRate, before.attachRate)}
            against={against}
          />
        </div>
        {points.every((point) => point.now === 0) ? null : (
          <figure className="tg-chart" aria-label={label}>
            {hydrated ? (
              <Suspense fallback={<SkeletonBodyText lines={6} />}>
                <DayChart
                  points={points}
                  label={label}
                  show={show}
                  tick={(value) => shortMoney(value, currency)}
                  compared
                />
              </Suspense>
            ) : null}
          </figure>
        )}
      </BlockStack>
    </Card>
  );
}
