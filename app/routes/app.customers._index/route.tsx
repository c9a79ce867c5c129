import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useLocation, useNavigate, useNavigation } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Card, EmptyState, Page } from '@shopify/polaris';
import { countProposals, listCustomers } from '~/domain/customers/read-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { counted } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { type CustomerChoices, customersPath, filterOf, readChoices } from './choices';
import { CustomerFilters } from './filters';
import { CustomerTable } from './table';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

const pageSize = 25;

export const meta = titled('Customers');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const params = new URL(request.url).searchParams;
    const choices = readChoices(params);
    const after = params.get('after') ?? undefined;
    const [page, proposals] = await Promise.all([
      listCustomers(storeId, filterOf(choices, store.timeZone), {
        sort: choices.sort,
        limit: pageSize,
        ...(after ? { after } : {}),
      }),
      countProposals(storeId),
    ]);
    return json({
      pulse,
      choices,
      proposals,
      after: after ?? null,
      next: page.next,
      customers: page.customers,
      currency: store.currency,
      timeZone: store.timeZone,
      now: new Date().toISOString(),
    });
  });
}

/** Who buys: each person once, whatever number of records and guest orders they have. */
export default function Customers() {
  const { pulse, choices, proposals, after, next, customers, currency, timeZone, now } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const location = useLocation();
  const waiting = useNavigation().state === 'loading';
  useLive(pulse);

  const trail = (location.state as { trail?: string[] } | null)?.trail ?? [];
  const choose = (change: Partial<CustomerChoices>) =>
    navigate(customersPath({ ...choices, ...change }), { replace: true, preventScrollReset: true });
  const pagePath = (cursor: string) => {
    const path = customersPath(choices);
    return cursor === '' ? path : `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`;
  };
  const isFirstLook = customers.length === 0 && customersPath(choices) === '/app/customers' && !after;

  return (
    <Page title="Customers" fullWidth>
      <TitleBar title="Customers" />
      <BlockStack gap="400">
        {proposals > 0 ? (
          <Banner
            tone="info"
            title={`${counted(proposals, 'pair')} may be the same person`}
            action={{ content: 'Review', url: '/app/customers/review' }}
          >
            Nothing is joined until you say so.
          </Banner>
        ) : null}
        {isFirstLook ? (
          <Card>
            <EmptyState
              heading="Customers appear here with their orders"
              image="/empty-orders.svg"
              action={{ content: 'See sync', url: '/app/sync' }}
            >
              <p>Guests too: orders with the same e-mail address or phone number are one customer.</p>
            </EmptyState>
          </Card>
        ) : (
          <Card padding="0">
            <CustomerFilters choices={choices} currency={currency} waiting={waiting} onChoose={choose} />
            <CustomerTable
              customers={customers}
              timeZone={timeZone}
              now={now}
              hasNext={next !== null}
              hasPrevious={after !== null}
              onNext={() => navigate(pagePath(next ?? ''), { state: { trail: [...trail, after ?? ''] } })}
              onPrevious={() => navigate(pagePath(trail.at(-1) ?? ''), { state: { trail: trail.slice(0, -1) } })}
            />
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
