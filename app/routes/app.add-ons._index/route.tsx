import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Card, EmptyState, IndexTable, InlineStack, Page, Text, useBreakpoints } from '@shopify/polaris';
import { listAddOns } from '~/addons/add-on-store.server';
import { topAddOns } from '~/analytics/queries-store.server';
import { addDays, dayOf } from '~/domain/shared/day';
import { count, money } from '~/ui/format';
import { Status } from '~/ui/status';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { addOnKindName, targetWords } from '../app.add-ons.$id/words';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

/** The days, today among them, that the list's figures cover. */
const windowDays = 30;

export const meta = titled('Add-ons');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const today = dayOf(new Date(), store.timeZone);
    const from = addDays(today, 1 - windowDays);
    const [addOns, earned] = await Promise.all([listAddOns(storeId), topAddOns(storeId, { from, to: today }, 1000)]);
    const byId = new Map(earned.map((one) => [one.addOnId, one]));
    return json({
      currency: store.currency,
      addOns: addOns.map((addOn) => {
        const figures = byId.get(addOn.id);
        return { ...addOn, revenue: figures?.revenue ?? '0', orders: figures?.orders ?? 0 };
      }),
    });
  });
}

export default function AddOns() {
  const { addOns, currency } = useLoaderData<typeof loader>();
  const { smDown } = useBreakpoints();
  useLive();
  return (
    <Page
      title="Add-ons"
      {...(addOns.length > 0 ? { primaryAction: { content: 'Create add-on', url: '/app/add-ons/new' } } : {})}
    >
      <TitleBar title="Add-ons" />
      <Card padding="0">
        {addOns.length === 0 ? (
          <EmptyState
            heading="Offer something useful with your products"
            image="/empty-add-ons.svg"
            action={{ content: 'Create add-on', url: '/app/add-ons/new' }}
          >
            <p>Gift wrap, a warranty, engraving: shoppers see it on the product page and choose it themselves.</p>
          </EmptyState>
        ) : (
          <IndexTable
            resourceName={{ singular: 'add-on', plural: 'add-ons' }}
            itemCount={addOns.length}
            selectable={false}
            condensed={smDown}
            headings={[
              { title: 'Add-on' },
              { title: 'State' },
              { title: 'Shop' },
              { title: 'Price', alignment: 'end' },
              { title: 'Orders, 30 days', alignment: 'end' },
              { title: 'Revenue, 30 days', alignment: 'end' },
            ]}
          >
            {addOns.map((addOn, position) => (
              <IndexTable.Row id={addOn.id} key={addOn.id} position={position}>
                {smDown ? (
                  <div className="tg-narrow">
                    <BlockStack gap="100">
                      <InlineStack align="space-between" wrap={false} gap="200">
                        <Name addOn={addOn} />
                        <Text as="span" numeric>
                          {money(addOn.price, addOn.currency)}
                        </Text>
                      </InlineStack>
                      <Text as="span" variant="bodySm" tone="subdued">
                        {money(addOn.revenue, currency)} in 30 days
                      </Text>
                      <InlineStack gap="100">
                        <Status of="addOn" is={addOn.state} />
                        <Status of="publication" is={addOn.publication.state} />
                      </InlineStack>
                    </BlockStack>
                  </div>
                ) : (
                  <>
                    <IndexTable.Cell>
                      <BlockStack>
                        <Name addOn={addOn} />
                        <Text as="span" variant="bodySm" tone="subdued">
                          {addOnKindName(addOn.kind)} · {targetWords(addOn.targets)}
                        </Text>
                      </BlockStack>
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Status of="addOn" is={addOn.state} />
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Status of="publication" is={addOn.publication.state} />
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Text as="span" alignment="end" numeric>
                        {money(addOn.price, addOn.currency)}
                      </Text>
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Text as="span" alignment="end" numeric>
                        {count(addOn.orders)}
                      </Text>
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Text as="span" alignment="end" numeric>
                        {money(addOn.revenue, currency)}
                      </Text>
                    </IndexTable.Cell>
                  </>
                )}
              </IndexTable.Row>
            ))}
          </IndexTable>
        )}
      </Card>
    </Page>
  );
}

function Name({ addOn }: { addOn: { id: string; title: string } }) {
  return (
    <Link to={`/app/add-ons/${addOn.id}`} className="tg-name" data-primary-link>
      {addOn.title}
    </Link>
  );
}
