import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { Link, useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Layout, Page } from '@shopify/polaris';
import { findCustomer } from '~/domain/customers/read-store.server';
import type { LinkView } from '~/domain/customers/view';
import { listOrders } from '~/domain/orders/read-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { moment } from '~/ui/format';
import { Status } from '~/ui/status';
import { TimelineCard } from '~/ui/timeline-card';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { useSaid } from '~/ui/use-said';
import { notHere, onPage } from '../app/on-page.server';
import { customerName } from './customer-name';
import { decideFromForm } from './decide-link.server';
import { FiguresCard } from './figures-card';
import { LinksCard } from './links-card';
import { OrdersCard } from './orders-card';
import { RecordsCard } from './records-card';
import { activityWords } from './words';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Customer');

export function loader({ request, params }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const customer = await findCustomer(storeId, params.id ?? '');
    if (!customer) {
      throw notHere('There is no such customer in this store. They may have been joined with another or parted.');
    }
    const page = await listOrders(storeId, { customerId: customer.id }, { limit: 10 });
    const orders = page.orders.map((order) => ({
      id: order.id,
      orderNumber: order.orderNumber,
      createdAt: order.createdAt,
      currency: order.currency,
      total: order.totals.total,
      financialStatus: order.financialStatus,
      fulfillmentStatus: order.fulfillmentStatus,
    }));
    return json({
      pulse,
      customer,
      orders,
      hasMore: page.next !== null,
      platform: store.platform,
      timeZone: store.timeZone,
    });
  });
}

/** Joins or parts what makes up the customer. */
export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) =>
    json(await decideFromForm(storeId, await request.formData(), `merchant:${userId ?? 'unknown'}`)),
  );
}

export default function CustomerPage() {
  const { pulse, customer, orders, hasMore, platform, timeZone } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  useLive(pulse);
  useSaid(fetcher.data);
  const decide = ({ a, b, kind }: LinkView, decision: 'accept' | 'reject') =>
    fetcher.submit({ a, b, kind, decision }, { method: 'post' });
  const name = customerName(customer);
  return (
    <Page
      title={name}
      subtitle={customer.firstOrderAt ? `First order ${moment(customer.firstOrderAt, timeZone)}` : 'No order counts'}
      backAction={{ content: 'Customers', url: '/app/customers' }}
      titleMetadata={customer.segment ? <Status of="segment" is={customer.segment} /> : null}
    >
      <TitleBar title={name} />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <FiguresCard customer={customer} />
            <OrdersCard orders={orders} hasMore={hasMore} customerId={customer.id} timeZone={timeZone} />
            <TimelineCard
              items={customer.timeline.map((one, index) => ({
                key: `${one.at} ${one.platformOrderId} ${index}`,
                at: one.at,
                text: (
                  <>
                    <Link to={`/app/orders/${platform}_${encodeURIComponent(one.platformOrderId)}`}>
                      {one.orderNumber}
                    </Link>{' '}
                    {activityWords(one)}
                  </>
                ),
                note: null,
              }))}
              timeZone={timeZone}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <RecordsCard customer={customer} />
            <LinksCard links={customer.links} busy={fetcher.state !== 'idle'} onDecide={decide} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
