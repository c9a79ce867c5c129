import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Page } from '@shopify/polaris';
import { listAddOns } from '~/addons/add-on-store.server';
import { listAlerts } from '~/alerts/alert-store.server';
import { dataAsOf, summary } from '~/analytics/queries-store.server';
import { entryCounts } from '~/domain/entries/entry-store.server';
import { listOrders } from '~/domain/orders/read-store.server';
import { addDays, dayOf } from '~/domain/shared/day';
import { listSyncJobs } from '~/sync/jobs-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { saveSettings } from '~/tenancy/store.server';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { HealthCard } from './health-card';
import { SetUpCard } from './set-up-card';
import { historyStateOf } from './steps';
import { TodayCard } from './today-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Home');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, bridge }, store }) => {
    const pulse = await readPulse(storeId);
    const today = dayOf(new Date(), store.timeZone);
    const yesterday = addDays(today, -1);
    const [now, before, addOns, counts, jobs, asOf, withAddOn, alerts] = await Promise.all([
      summary(storeId, { from: today, to: today }),
      summary(storeId, { from: yesterday, to: yesterday }),
      listAddOns(storeId),
      entryCounts(storeId),
      listSyncJobs(storeId, 50),
      dataAsOf(storeId),
      listOrders(storeId, { hasAddOn: true, test: false }, { limit: 1 }),
      listAlerts(storeId, 10),
    ]);
    return json({
      pulse,
      today,
      timeZone: store.timeZone,
      currency: store.currency,
      figures: { now: withoutDays(now), before: withoutDays(before) },
      counts,
      alerts: alerts.filter(({ recoveredAt }) => recoveredAt === null).map(({ rule, value }) => ({ rule, value })),
      lastRun: jobs[0] ?? null,
      asOf: asOf.changedAt,
      now: new Date(),
      guideHidden: store.settings.setUpGuideHidden === true,
      apiKey: bridge.apiKey,
      setUp: {
        historyState: historyStateOf(jobs),
        addOns: addOns.filter((addOn) => addOn.state !== 'archived').length,
        published: addOns.filter((addOn) => addOn.publication.state === 'published').length,
        embedConfirmed: store.settings.embedConfirmed === true,
        sold: withAddOn.orders.length > 0,
      },
    });
  });
}

function withoutDays<T extends { days: unknown }>({ days: _days, ...figures }: T): Omit<T, 'days'> {
  return figures;
}

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => {
    const form = await request.formData();
    const [hidden, embedOn] = [form.get('hidden'), form.get('embedOn')];
    if (hidden !== null) await saveSettings(storeId, { setUpGuideHidden: hidden === 'true' });
    if (embedOn !== null) await saveSettings(storeId, { embedConfirmed: embedOn === 'true' });
    return json({ saved: true });
  });
}

export default function Home() {
  const data = useLoaderData<typeof loader>();
  const fetcher = useFetcher();
  useLive(data.pulse);
  return (
    <Page title="Home">
      <TitleBar title="Tagalong" />
      <BlockStack gap="400">
        {data.guideHidden ? null : (
          <SetUpCard
            setUp={data.setUp}
            apiKey={data.apiKey}
            onHide={() => fetcher.submit({ hidden: 'true' }, { method: 'post', action: '/app?index' })}
            onConfirm={(done) => fetcher.submit({ embedOn: `${done}` }, { method: 'post', action: '/app?index' })}
          />
        )}
        <TodayCard
          today={data.today}
          now={data.figures.now}
          before={data.figures.before}
          currency={data.currency}
          timeZone={data.timeZone}
        />
        <HealthCard
          counts={data.counts}
          alerts={data.alerts}
          lastRun={data.lastRun}
          asOf={data.asOf}
          now={data.now}
          timeZone={data.timeZone}
        />
      </BlockStack>
    </Page>
  );
}
