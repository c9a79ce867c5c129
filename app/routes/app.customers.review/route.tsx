import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { countProposals, listProposals } from '~/domain/customers/read-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { counted } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { useSaid } from '~/ui/use-said';
import { onPage } from '../app/on-page.server';
import { decideFromForm } from '../app.customers.$id/decide-link.server';
import { PairCard } from './pair-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

const shownAtOnce = 20;

export const meta = titled('Review customers');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const [pairs, waiting] = await Promise.all([listProposals(storeId, shownAtOnce), countProposals(storeId)]);
    return json({ pulse, pairs, waiting, timeZone: store.timeZone });
  });
}

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) =>
    json(await decideFromForm(storeId, await request.formData(), `merchant:${userId ?? 'unknown'}`)),
  );
}

/** Pairs that look like one person: a person decides. */
export default function ReviewCustomers() {
  const { pulse, pairs, waiting, timeZone } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  useLive(pulse);
  useSaid(fetcher.data);
  return (
    <Page
      title="Review customers"
      subtitle="These look like one person. Joining them adds their orders up; you can part them again."
      backAction={{ content: 'Customers', url: '/app/customers' }}
    >
      <TitleBar title="Review customers" />
      {pairs.length === 0 ? (
        <Card>
          <EmptyState
            heading="Nothing to review"
            image="/empty-orders.svg"
            action={{ content: 'See customers', url: '/app/customers' }}
          >
            <p>Pairs appear here when customers share an unverified e-mail address or a phone number.</p>
          </EmptyState>
        </Card>
      ) : (
        <BlockStack gap="400">
          {pairs.map((pair) => (
            <PairCard
              key={`${pair.a} ${pair.b} ${pair.kind}`}
              pair={pair}
              timeZone={timeZone}
              busy={fetcher.state !== 'idle'}
              onDecide={(decision) =>
                fetcher.submit({ a: pair.a, b: pair.b, kind: pair.kind, decision }, { method: 'post' })
              }
            />
          ))}
          {waiting > pairs.length ? (
            <div className="tg-edge">
              <Text as="p" tone="subdued">
                {counted(waiting - pairs.length, 'more pair')} after these.
              </Text>
            </div>
          ) : null}
        </BlockStack>
      )}
    </Page>
  );
}
