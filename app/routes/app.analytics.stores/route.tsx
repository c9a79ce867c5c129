import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSubmit } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Card, EmptyState, Page, Select, Text } from '@shopify/polaris';
import { type CurrencyTotal, totalsByCurrency } from '~/analytics/combined';
import { periodOf, presetNames, presets } from '~/analytics/period';
import { summary } from '~/analytics/queries-store.server';
import { dayOf } from '~/domain/shared/day';
import { platformOf } from '~/platforms/registry.server';
import { membersOf } from '~/tenancy/group-store.server';
import { findStores } from '~/tenancy/store.server';
import { count, money, percent } from '~/ui/format';
import { titled } from '~/ui/titled';
import { onPage } from '../app/on-page.server';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('All stores');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => {
    const asked = new URL(request.url).searchParams.get('period');
    const preset = presets.find((one) => one === asked) ?? 'last-30-days';
    const found = await findStores(await membersOf(storeId));
    const stores = await Promise.all(
      found.map(async (store) => {
        // A day is each store's own.
        const period = periodOf(preset, dayOf(new Date(), store.timeZone));
        const figures = await summary(store.id, period);
        const { currency, orders, ordersWithAddOn, netSales, addOnRevenue, attachRate } = figures;
        return {
          ...{ id: store.id, name: store.name ?? store.domain, platform: platformOf(store.platform).title },
          ...{ currency, orders, ordersWithAddOn, netSales, addOnRevenue, attachRate },
        };
      }),
    );
    return json({ preset, stores, totals: totalsByCurrency(stores) });
  });
}

/** One report over all stores of a group, and each of them alone. */
export default function AllStores() {
  const { preset, stores, totals } = useLoaderData<typeof loader>();
  const submit = useSubmit();
  return (
    <Page title="All stores" backAction={{ content: 'Analytics', url: '/app/analytics' }}>
      <TitleBar title="All stores" />
      <BlockStack gap="400">
        {stores.length === 1 ? (
          <Card>
            <EmptyState
              heading="See your stores together"
              action={{ content: 'Add a store in Settings', url: '/app/settings' }}
              image="/empty-orders.svg"
            >
              <p>
                Stores of yours, on this platform and others, can share one report. Amounts of different currencies stay
                apart.
              </p>
            </EmptyState>
          </Card>
        ) : null}
        <Card>
          <BlockStack gap="400">
            <Select
              label="Days"
              options={presets.map((value) => ({ value, label: presetNames[value] }))}
              value={preset}
              onChange={(period) => submit({ period }, { replace: true })}
            />
            {totals.map((total) => (
              <TotalOf key={total.currency} total={total} />
            ))}
          </BlockStack>
        </Card>
        <Card>
          <Text as="h2" variant="headingMd">
            Each store alone
          </Text>
          <div className="tg-scroll">
            <table className="tg-table" aria-label="Each store alone">
              <thead>
                <tr>
                  <th scope="col">Store</th>
                  <th scope="col">Platform</th>
                  <th scope="col" className="tg-end">
                    Net sales
                  </th>
                  <th scope="col" className="tg-end">
                    Add-on revenue
                  </th>
                  <th scope="col" className="tg-end">
                    Orders
                  </th>
                  <th scope="col" className="tg-end">
                    Attach rate
                  </th>
                </tr>
              </thead>
              <tbody>
                {stores.map((store) => (
                  <tr key={store.id}>
                    <th scope="row">{store.name}</th>
                    <td>{store.platform}</td>
                    <td className="tg-end">{money(store.netSales, store.currency)}</td>
                    <td className="tg-end">{money(store.addOnRevenue, store.currency)}</td>
                    <td className="tg-end">{count(store.orders)}</td>
                    <td className="tg-end">{attach(store)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
        <div className="tg-edge">
          <Text as="p" tone="subdued" variant="bodySm">
            Each store’s days are in its own time zone. Other stores of your group see these sums of yours, never an
            order or a customer.
          </Text>
        </div>
      </BlockStack>
    </Page>
  );
}

function TotalOf({ total }: { total: CurrencyTotal }) {
  const { currency, stores, netSales, addOnRevenue, orders } = total;
  return (
    <section aria-label={`Total in ${currency}`}>
      <Text as="h2" variant="headingMd">
        {`${currency}, ${stores === 1 ? 'one store' : `${stores} stores`}`}
      </Text>
      <dl className="tg-keyvalues" data-total={currency}>
        <dt>Net sales</dt>
        <dd>{money(netSales, currency)}</dd>
        <dt>Add-on revenue</dt>
        <dd>{money(addOnRevenue, currency)}</dd>
        <dt>Orders</dt>
        <dd>{count(orders)}</dd>
        <dt>Attach rate</dt>
        <dd>{attach(total)}</dd>
      </dl>
    </section>
  );
}

function attach({ orders, attachRate }: { orders: number; attachRate: string }): string {
  return orders === 0 ? '–' : percent(attachRate);
}
