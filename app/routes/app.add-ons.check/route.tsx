import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { Link, useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Badge, BlockStack, Card, IndexTable, InlineStack, Page, Text, useBreakpoints } from '@shopify/polaris';
import { askToFulfilStore } from '~/addons/at-once-store.server';
import { checkedDays, countFindings, type Finding, listFindings } from '~/addons/order-check-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { count, counted, money, percent } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useDownload } from '~/ui/use-download';
import { useLive } from '~/ui/use-live';
import { useSaid } from '~/ui/use-said';
import { onPage } from '../app/on-page.server';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Order check');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => {
    const pulse = await readPulse(storeId);
    const after = new URL(request.url).searchParams.get('after');
    const [checked, { findings, next }] = await Promise.all([
      countFindings(storeId),
      listFindings(storeId, { limit: 50, ...(after ? { after } : {}) }),
    ]);
    return json({ pulse, checked, findings, next, days: checkedDays });
  });
}

/** Has everything that should be fulfilled at once, and is not, tried again. */
export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId } }) => {
    const asked = await askToFulfilStore(storeId);
    return json({ said: asked > 0 ? `Trying ${counted(asked, 'order')} again` : 'Nothing to try again' });
  });
}

/** Add-ons in orders that are not as they should be, with what to do about each. */
export default function OrderCheck() {
  const { pulse, checked, findings, next, days } = useLoaderData<typeof loader>();
  const { smDown } = useBreakpoints();
  const { download, busy } = useDownload('/app/add-ons/consents', 'add-on-consents.csv');
  const again = useFetcher<typeof action>();
  useSaid(again.data);
  useLive(pulse);
  const tryAgain = {
    content: 'Try fulfillment again',
    onAction: () => again.submit({}, { method: 'post' }),
    loading: again.state !== 'idle',
  };
  const rate = checked.addOnLines > 0 ? checked.findings / checked.addOnLines : null;
  return (
    <Page
      title="Order check"
      subtitle="Add-ons without their product, counts that do not match, and what was not fulfilled"
      backAction={{ content: 'Add-ons', url: '/app/add-ons' }}
      secondaryActions={[
        ...(findings.some(({ kind }) => kind === 'not_fulfilled') ? [tryAgain] : []),
        { content: 'Download proofs of consent', onAction: download, loading: busy },
      ]}
      {...(next ? { pagination: { hasNext: true, nextURL: `/app/add-ons/check?after=${next}` } } : {})}
    >
      <TitleBar title="Order check" />
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="200">
            <Text as="p">
              {checked.addOnLines === 0
                ? `No add-on was sold in the last ${days} days.`
                : `${counted(checked.addOnLines, 'sold add-on')} in the last ${days} days, ${count(checked.findings)} of them wrong (${percent(rate)}).`}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              A refund is proposed by each add-on’s own policy and made by you, in the order. Proofs of consent hold,
              for every sold add-on, when the shopper ticked it and the price that stood beside it.
            </Text>
          </BlockStack>
        </Card>
        {findings.length === 0 ? null : (
          <Card padding="0">
            <IndexTable
              resourceName={{ singular: 'finding', plural: 'findings' }}
              itemCount={findings.length}
              selectable={false}
              condensed={smDown}
              headings={[
                { title: 'Order' },
                { title: 'Add-on' },
                { title: 'What is wrong' },
                { title: 'Proposed refund', alignment: 'end' },
              ]}
            >
              {findings.map((finding, position) => (
                <IndexTable.Row
                  id={finding.platformLineId}
                  key={finding.platformOrderId + finding.platformLineId}
                  position={position}
                >
                  {smDown ? <Narrow finding={finding} /> : <Wide finding={finding} />}
                </IndexTable.Row>
              ))}
            </IndexTable>
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}

const kinds: Record<Finding['kind'], string> = {
  orphan: 'No product of this order belongs to it',
  product_gone: 'Its product was removed or refunded',
  too_many: 'More pieces than of its product',
  too_few: 'Fewer pieces than of its product',
  not_fulfilled: 'Paid, and not fulfilled at once',
};

function Wide({ finding }: { finding: Finding }) {
  return (
    <>
      <IndexTable.Cell>
        <OrderLink finding={finding} />
      </IndexTable.Cell>
      <IndexTable.Cell>{finding.title}</IndexTable.Cell>
      <IndexTable.Cell>
        <InlineStack gap="200" blockAlign="center">
          <Text as="span">{kinds[finding.kind]}</Text>
          <Badge>{`${finding.quantity} instead of ${finding.expected}`}</Badge>
        </InlineStack>
        <Reason finding={finding} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {Number(finding.proposedRefund) > 0 ? money(finding.proposedRefund, finding.currency) : 'None'}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function Narrow({ finding }: { finding: Finding }) {
  return (
    <div className="tg-narrow">
      <BlockStack gap="100">
        <InlineStack align="space-between" wrap={false} gap="200">
          <OrderLink finding={finding} />
          <Text as="span" numeric>
            {Number(finding.proposedRefund) > 0 ? money(finding.proposedRefund, finding.currency) : 'None'}
          </Text>
        </InlineStack>
        <Text as="span">{finding.title}</Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {`${kinds[finding.kind]}: ${finding.quantity} instead of ${finding.expected}`}
        </Text>
        <Reason finding={finding} />
      </BlockStack>
    </div>
  );
}

/** Why the platform would not; asked again every hour, and when the merchant asks. */
function Reason({ finding }: { finding: Finding }) {
  return finding.reason === null ? null : (
    <Text as="p" variant="bodySm" tone="subdued" breakWord>
      {finding.reason}
    </Text>
  );
}

function OrderLink({ finding }: { finding: Finding }) {
  return (
    <Link to={`/app/orders/${encodeURIComponent(finding.orderId)}`} className="tg-name" data-primary-link>
      {finding.orderNumber}
    </Link>
  );
}
