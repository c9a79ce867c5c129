import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useLocation, useNavigate, useNavigation } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Card, EmptyState, Page } from '@shopify/polaris';
import { listAddOns } from '~/addons/add-on-store.server';
import { listOrders } from '~/domain/orders/read-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { filterOf, type OrderChoices, ordersPath, readChoices } from './choices';
import { OrderFilters } from './filters';
import { OrderTable } from './table';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

const pageSize = 25;

export const meta = titled('Orders');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const params = new URL(request.url).searchParams;
    const choices = readChoices(params);
    const after = params.get('after') ?? undefined;
    const [page, addOns] = await Promise.all([
      listOrders(storeId, filterOf(choices, store.timeZone), { ...(after ? { after } : {}), limit: pageSize }),
      listAddOns(storeId),
    ]);
    return json({
      pulse,
      choices,
      after: after ?? null,
      next: page.next,
      timeZone: store.timeZone,
      now: new Date().toISOString(),
      addOns: addOns.map(({ id, title }) => ({ id, title })),
      orders: page.orders.map((order) => ({
        id: order.id,
        orderNumber: order.orderNumber,
        createdAt: order.createdAt,
        customer: order.customer ? (order.customer.redacted ? 'Erased' : (order.customer.name ?? 'No name')) : 'Guest',
        currency: order.currency,
        total: order.totals.total,
        addOnRevenue: order.addOnRevenue,
        hasAddOn: order.lines.some((line) => line.isAddOn),
        addOnTitles: order.lines.filter((line) => line.isAddOn).map((line) => line.title),
        status: order.status,
        financialStatus: order.financialStatus,
        fulfillmentStatus: order.fulfillmentStatus,
        test: order.test,
      })),
    });
  });
}

export default function Orders() {
  const { pulse, choices, after, next, timeZone, now, addOns, orders } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const location = useLocation();
  const waiting = useNavigation().state === 'loading';
  useLive(pulse);

  const trail = (location.state as { trail?: string[] } | null)?.trail ?? [];
  const choose = (change: Partial<OrderChoices>) =>
    navigate(ordersPath({ ...choices, ...change }), { replace: true, preventScrollReset: true });
  const pagePath = (cursor: string) => {
    const path = ordersPath(choices);
    return cursor === '' ? path : `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`;
  };
  const chosen = ordersPath(choices) !== '/app/orders';

  return (
    <Page title="Orders" fullWidth>
      <TitleBar title="Orders" />
      {orders.length === 0 && !chosen && !after ? (
        <Card>
          <EmptyState
            heading="Orders appear here by themselves"
            image="/empty-orders.svg"
            action={{ content: 'See sync', url: '/app/sync' }}
          >
            <p>New orders arrive within seconds. Your history comes with the first sync.</p>
          </EmptyState>
        </Card>
      ) : (
        <Card padding="0">
          <OrderFilters choices={choices} addOns={addOns} waiting={waiting} onChoose={choose} />
          <OrderTable
            orders={orders}
            timeZone={timeZone}
            now={now}
            onClear={() => navigate('/app/orders', { replace: true })}
            hasNext={next !== null}
            hasPrevious={after !== null}
            onNext={() => navigate(pagePath(next ?? ''), { state: { trail: [...trail, after ?? ''] } })}
            onPrevious={() => navigate(pagePath(trail.at(-1) ?? ''), { state: { trail: trail.slice(0, -1) } })}
          />
        </Card>
      )}
    </Page>
  );
}
