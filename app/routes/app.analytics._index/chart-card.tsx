import { BlockStack, Button, ButtonGroup, Card, InlineStack, SkeletonBodyText, Text } from '@shopify/polaris';
import { lazy, Suspense, useState } from 'react';
import { day, money, percent, shortMoney } from '~/ui/format';
import { type ChartMetric, chartMetrics, type DayOfChart, pointsOf, spokenSummary } from '~/ui/series';
import { useHydrated } from '~/ui/use-hydrated';

const DayChart = lazy(() => import('~/ui/day-chart'));

const names: Record<ChartMetric, string> = {
  addOnRevenue: 'Add-on revenue',
  netSales: 'Net sales',
  attachRate: 'Attach rate',
};

type ChartCardProps = { days: DayOfChart[]; before: DayOfChart[] | null; beforeName: string; currency: string };

/** One figure by day, as a chart or, for those who prefer rows, as a table. */
export function ChartCard({ days, before, beforeName, currency }: ChartCardProps) {
  const [metric, setMetric] = useState<ChartMetric>('addOnRevenue');
  const [asTable, setAsTable] = useState(false);
  const hydrated = useHydrated();
  const show = (text: string) => (metric === 'attachRate' ? percent(text) : money(text, currency));
  const tick = (value: number) => (metric === 'attachRate' ? percent(value) : shortMoney(value, currency));
  const points = pointsOf(metric, days, before);
  const label = `${names[metric]} by day. ${spokenSummary(points, show, day)}`;

  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <Text as="h2" variant="headingMd">
            {names[metric]} by day
          </Text>
          <InlineStack gap="300">
            <ButtonGroup variant="segmented">
              {chartMetrics.map((one) => (
                <Button key={one} size="slim" pressed={one === metric} onClick={() => setMetric(one)}>
                  {names[one]}
                </Button>
              ))}
            </ButtonGroup>
            <Button size="slim" pressed={asTable} onClick={() => setAsTable(!asTable)}>
              Table
            </Button>
          </InlineStack>
        </InlineStack>
        {isEmpty(points) ? (
          <Text as="p" tone="subdued">
            Nothing to draw yet: all days are at zero.
          </Text>
        ) : asTable ? (
          <DaysTable points={points} name={names[metric]} beforeName={before ? beforeName : null} show={show} />
        ) : (
          <>
            <figure className="tg-chart" aria-label={label}>
              {hydrated ? (
                <Suspense fallback={<SkeletonBodyText lines={10} />}>
                  <DayChart points={points} label={label} show={show} tick={tick} compared={before !== null} />
                </Suspense>
              ) : null}
            </figure>
            {before ? (
              <InlineStack gap="400">
                <Text as="span" variant="bodySm" tone="subdued">
                  <span className="tg-key" />
                  This period
                </Text>
                <Text as="span" variant="bodySm" tone="subdued">
                  <span className="tg-key tg-key--before" />
                  {beforeName}
                </Text>
              </InlineStack>
            ) : null}
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function isEmpty(points: ReturnType<typeof pointsOf>): boolean {
  return points.every((point) => point.now === 0 && (point.before ?? 0) === 0);
}

function DaysTable(props: {
  points: ReturnType<typeof pointsOf>;
  name: string;
  beforeName: string | null;
  show: (text: string) => string;
}) {
  const { points, name, beforeName, show } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="tg-scroll tg-scroll--tall" tabIndex={0} aria-label={`${name} by day`}>
      <table className="tg-table">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" className="tg-end">
              {name}
            </th>
            {beforeName ? (
              <th scope="col" className="tg-end">
                {beforeName}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.day}>
              <th scope="row">{day(point.day)}</th>
              <td className="tg-end tg-number">{show(point.nowText)}</td>
              {beforeName ? (
                <td className="tg-end tg-number">{point.beforeText === null ? '–' : show(point.beforeText)}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
