import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Page, Text } from '@shopify/polaris';
import { comparisonOf, readPeriod } from '~/analytics/period';
import { dataAsOf, summary, topAddOns } from '~/analytics/queries-store.server';
import { type RestatedDay, restatedDays } from '~/analytics/restated-store.server';
import type { Summary } from '~/analytics/summary';
import { addDays, type Day, dayOf } from '~/domain/shared/day';
import { sum } from '~/domain/shared/money';
import { readPulse } from '~/tenancy/pulse-store.server';
import { dayRange, moment, zoneName } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { questionPath } from '../app.analytics.changes/question';
import { dayStart } from '../app.orders._index/choices';
import { ChartCard } from './chart-card';
import { FiguresGrid } from './figures-grid';
import { PeriodPicker } from './period-picker';
import { RestatedBanner, type RestatedOnPage } from './restated-banner';
import { TopAddOnsCard } from './top-add-ons-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Analytics');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const params = new URL(request.url).searchParams;
    const today = dayOf(new Date(), store.timeZone);
    const period = readPeriod({ preset: params.get('period'), from: params.get('from'), to: params.get('to') }, today);
    const compared = params.get('compare') === 'none' ? null : comparisonOf(period);
    const weekAgo = addDays(today, -7);
    const [now, before, top, asOf, restated] = await Promise.all([
      summary(storeId, period),
      compared ? summary(storeId, compared) : null,
      topAddOns(storeId, period, 10),
      dataAsOf(storeId),
      restatedDays(storeId, period, dayStart(addDays(weekAgo, 1), store.timeZone)),
    ]);
    return json({
      pulse,
      period,
      today,
      compared,
      currency: now.currency,
      timeZone: now.timeZone,
      now: { ...now, days: chartDays(now) },
      before: before ? { ...before, days: chartDays(before) } : null,
      top,
      changedAt: asOf.changedAt,
      restated: restatement(restated, weekAgo),
    });
  });
}

/** The late news of a week in one sentence; null when there is none. */
function restatement(days: RestatedDay[], known: Day): RestatedOnPage | null {
  const [last] = days;
  const first = days.at(-1);
  if (!first || !last) return null;
  const total = (key: 'netSales' | 'addOnRevenue') => sum(days.map((one) => one[key])).toFixed();
  return {
    ...{ days: days.length, first: first.day, last: last.day, known },
    orders: days.reduce((all, one) => all + one.orders, 0),
    netSales: total('netSales'),
    addOnRevenue: total('addOnRevenue'),
  };
}

/** Only what the chart shows goes over the wire. */
function chartDays({ days }: Summary) {
  return days.map(({ day, addOnRevenue, netSales, attachRate, orders }) => ({
    day,
    addOnRevenue,
    netSales,
    attachRate,
    orders,
  }));
}

/** What add-ons earn: figures, their course by day, and the add-ons that earned most. */
export default function Analytics() {
  const { pulse, period, today, compared, currency, timeZone, now, before, top, changedAt, restated } =
    useLoaderData<typeof loader>();
  const waiting = useNavigation().state === 'loading';
  useLive(pulse);
  const beforeName = compared ? dayRange(compared.from, compared.to) : '';
  const days = { from: period.from, to: period.to };
  return (
    <Page
      title="Analytics"
      fullWidth
      secondaryActions={[
        { content: 'What changed', url: questionPath({ ...days, known: addDays(today, -1) }) },
        { content: 'All stores', url: '/app/analytics/stores' },
        { content: 'Definitions', url: '/app/analytics/definitions' },
      ]}
    >
      <TitleBar title="Analytics" />
      <BlockStack gap="400">
        <div className="tg-edge">
          <BlockStack gap="300">
            <PeriodPicker
              key={`${period.from} ${period.to}`}
              period={period}
              compare={compared !== null}
              today={today}
            />
            <Text as="p" tone="subdued">
              {dayRange(period.from, period.to)}
              {compared ? `, compared with ${beforeName}` : ''}. Days are in {zoneName(timeZone)}.
            </Text>
          </BlockStack>
        </div>
        {restated ? <RestatedBanner restated={restated} currency={currency} /> : null}
        <div className={waiting ? 'tg-waiting' : undefined} aria-busy={waiting}>
          <BlockStack gap="400">
            <FiguresGrid now={now} before={before} against={beforeName} currency={currency} period={days} />
            <ChartCard days={now.days} before={before?.days ?? null} beforeName={beforeName} currency={currency} />
            <TopAddOnsCard addOns={top} currency={currency} period={days} />
          </BlockStack>
        </div>
        <div className="tg-edge">
          <Text as="p" tone="subdued" variant="bodySm">
            {changedAt ? `Figures last changed ${moment(changedAt, timeZone)}.` : 'No figures yet.'} Test orders are
            left out.
          </Text>
        </div>
      </BlockStack>
    </Page>
  );
}
