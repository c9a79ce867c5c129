import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Badge, Banner, BlockStack, InlineStack, Layout, Page } from '@shopify/polaris';
import { listAddOns } from '~/addons/add-on-store.server';
import { findOrder } from '~/domain/orders/read-store.server';
import { moment } from '~/ui/format';
import { Status } from '~/ui/status';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { notHere, onPage } from '../app/on-page.server';
import { LinesCard } from './lines-card';
import { MoneyCard } from './money-card';
import { AddressesCard, CustomerCard } from './people-cards';
import { FulfillmentsCard, RefundsCard, TimelineCard } from './story-cards';
import { timelineOf } from './timeline';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Order');

export function loader({ request, params }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const [order, addOns] = await Promise.all([findOrder(storeId, params.id ?? ''), listAddOns(storeId)]);
    if (!order) throw notHere('There is no such order in this store. It may not have arrived yet.');
    const addOnTitles = Object.fromEntries(addOns.map(({ id, title }) => [id, title]));
    return json({ order, addOnTitles, timeline: timelineOf(order), timeZone: store.timeZone });
  });
}

export default function OrderPage() {
  const { order, addOnTitles, timeline, timeZone } = useLoaderData<typeof loader>();
  useLive();
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
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <CustomerCard order={order} />
              <AddressesCard order={order} />
              <TimelineCard timeline={timeline} timeZone={timeZone} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}
