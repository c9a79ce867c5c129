import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Page, Text } from '@shopify/polaris';
import { changesSince } from '~/analytics/as-known-store.server';
import { figuresAsKnown } from '~/analytics/looking-back.server';
import { summary } from '~/analytics/queries-store.server';
import type { Summary } from '~/analytics/summary';
import { addDays, dayOf } from '~/domain/shared/day';
import { readPulse } from '~/tenancy/pulse-store.server';
import { day, dayRange } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { dayStart } from '../app.orders._index/choices';
import { ChangesCard } from './changes-card';
import { DaysPicker } from './days-picker';
import { grouped } from './grouped';
import { readQuestion } from './question';
import { type FiguresThenAndNow, ThenAndNowCard } from './then-and-now-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

const changesShown = 60;
const entriesRead = 300;

export const meta = titled('What changed');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const today = dayOf(new Date(), store.timeZone);
    const question = readQuestion(new URL(request.url).searchParams, today);
    const instant = dayStart(addDays(question.known, 1), store.timeZone);
    const [before, now, changes] = await Promise.all([
      figuresAsKnown(storeId, question, instant),
      summary(storeId, question),
      changesSince(storeId, question, instant, entriesRead + 1),
    ]);
    const rows = grouped(changes);
    return json({
      pulse,
      question,
      today,
      platform: store.platform,
      currency: now.currency,
      timeZone: store.timeZone,
      before: shown(before),
      now: shown(now),
      changes: rows.slice(0, changesShown),
      hasMore: rows.length > changesShown || changes.length > entriesRead,
    });
  });
}

function shown({ orders, grossSales, discounts, returns, netSales, addOnRevenue }: Summary): FiguresThenAndNow {
  return { orders, grossSales, discounts, returns, netSales, addOnRevenue };
}

/** Why a figure is not what it was: the figures as known on a day beside those of now, and what came between. */
export default function WhatChanged() {
  const { pulse, question, today, platform, currency, timeZone, before, now, changes, hasMore } =
    useLoaderData<typeof loader>();
  const waiting = useNavigation().state === 'loading';
  useLive(pulse);
  const days = dayRange(question.from, question.to);
  return (
    <Page
      title="What changed"
      subtitle="The figures as they were known on a day, beside those of now, with everything that came between."
      backAction={{ content: 'Analytics', url: '/app/analytics' }}
    >
      <TitleBar title="What changed" />
      <BlockStack gap="400">
        <div className="tg-edge">
          <DaysPicker key={JSON.stringify(question)} question={question} today={today} />
        </div>
        <div className={waiting ? 'tg-waiting' : undefined} aria-busy={waiting}>
          <BlockStack gap="400">
            <ThenAndNowCard before={before} now={now} days={days} known={day(question.known)} currency={currency} />
            <ChangesCard
              changes={changes}
              hasMore={hasMore}
              known={day(question.known)}
              platform={platform}
              currency={currency}
              timeZone={timeZone}
            />
          </BlockStack>
        </div>
        <div className="tg-edge">
          <Text as="p" tone="subdued" variant="bodySm">
            An order is known from the moment it arrived here. Of orders that came with your history that is the day of
            the first sync, not the day they were placed.
          </Text>
        </div>
      </BlockStack>
    </Page>
  );
}
