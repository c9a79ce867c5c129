import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Badge, Banner, BlockStack, InlineStack, Layout, Page } from '@shopify/polaris';
import { listAddOns } from '~/addons/add-on-store.server';
import { listRefusals } from '~/addons/at-once-store.server';
import { annotateOrder } from '~/domain/orders/annotate-store.server';
import { findOrder } from '~/domain/orders/read-store.server';
import { readStory } from '~/domain/orders/story-store.server';
import { auditIn } from '~/tenancy/audit-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { moment } from '~/ui/format';
import { Status } from '~/ui/status';
import { TimelineCard } from '~/ui/timeline-card';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { notHere, onPage } from '../app/on-page.server';
import { ExplainCard } from './explain-card';
import { LedgerCard } from './ledger-card';
import { LinesCard } from './lines-card';
import { MoneyCard } from './money-card';
import { type NoteAnswer, NoteCard } from './note-card';
import { AddressesCard, CustomerCard } from './people-cards';
import { ReturnsCard } from './returns-card';
import { FulfillmentsCard, RefundsCard } from './story-cards';
import { timelineOf } from './timeline';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Order');

export function loader({ request, params }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const [order, addOns] = await Promise.all([findOrder(storeId, params.id ?? ''), listAddOns(storeId)]);
    if (!order) throw notHere('There is no such order in this store. It may not have arrived yet.');
    const addOnTitles = Object.fromEntries(addOns.map(({ id, title }) => [id, title]));
    const [story, refusals] = await Promise.all([
      readStory(storeId, order.platformOrderId),
      listRefusals(storeId, order.platformOrderId),
    ]);
    if (!story) throw notHere('The order went away while it was read.');
    return json({ pulse, order, story, addOnTitles, timeline: timelineOf(order, refusals), timeZone: store.timeZone });
  });
}

/** Saves the store's own note. */
export function action({ request, params }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const order = await findOrder(storeId, params.id ?? '');
    if (!order) throw notHere('There is no such order in this store.');
    const form = await request.formData();
    const text = (name: string) =>
      String(form.get(name) ?? '')
        .replaceAll('\u0000', '')
        .trim();
    const tags = text('tags')
      .split(',')
      .map((tag) => tag.trim().slice(0, 80));
    const annotation = {
      note: text('note').slice(0, 5000) || null,
      tags: [...new Set(tags)].filter(Boolean).slice(0, 50),
    };
    const { platformOrderId } = order;
    const actor = `merchant:${userId ?? 'unknown'}`;
    const saved = await annotateOrder(storeId, platformOrderId, annotation, actor, {
      revision: Number(text('revision')),
      record: (sql, fields) =>
        auditIn(sql, storeId, { actor, action: 'order.annotated', detail: { platformOrderId, fields } }),
    });
    return json({ outcome: saved.outcome === 'saved' ? 'saved' : 'changed' } satisfies NoteAnswer);
  });
}

export default function OrderPage() {
  const { pulse, order, story, addOnTitles, timeline, timeZone } = useLoaderData<typeof loader>();
  useLive(pulse);
  return (
    <Page
      title={`Order ${order.orderNumber}`}
      subtitle={moment(order.createdAt, timeZone)}
      backAction={{ content: 'Orders', url: '/app/orders' }}
      titleMetadata={
        <InlineStack gap="100">
          <Status of="financial" is={order.financialStatus} />
          <Status of="fulfillment" is={order.fulfillmentStatus} />
          {order.status === 'open' ? null : <Status of="order" is={order.status} />}
          {order.paymentMethod.first === 'cod' ? <Badge tone="attention">Cash on delivery</Badge> : null}
          {order.test ? <Badge>Test</Badge> : null}
        </InlineStack>
      }
    >
      <TitleBar title={`Order ${order.orderNumber}`} />
      <BlockStack gap="400">
        {order.deletedAt ? (
          <Banner tone="warning" title="This order was deleted on the platform">
            It is kept here for your records and left out of all figures.
          </Banner>
        ) : null}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <LinesCard order={order} addOnTitles={addOnTitles} />
              <MoneyCard order={order} />
              <FulfillmentsCard order={order} timeZone={timeZone} />
              <RefundsCard order={order} timeZone={timeZone} />
              <ReturnsCard order={order} timeZone={timeZone} />
              <LedgerCard story={story} timeZone={timeZone} />
              <ExplainCard story={story} timeZone={timeZone} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <CustomerCard order={order} />
              <NoteCard order={order} />
              <AddressesCard order={order} />
              <TimelineCard
                items={timeline.map((one) => ({ ...one, key: `${one.at} ${one.text}` }))}
                timeZone={timeZone}
              />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}
