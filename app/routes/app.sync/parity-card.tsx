import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { count, counted, shortMoment } from '~/ui/format';
import { PolarisLink } from '~/ui/polaris-link';
import { causeCure, causeWords, fieldWords } from './parity-words';

export type ParityOnPage = {
  scopeFrom: string | null;
  provenTo: string;
  orders: number;
  differences: number;
  repaired: number;
  left: { platformOrderId: string; orderNumber: string | null; cause: string; fields: string[] }[];
};

/** Whether our orders are the platform's, since when we know, and what to do where they are not. */
export function ParityCard(props: {
  parity: ParityOnPage | null;
  isRunning: boolean;
  timeZone: string;
  now: string;
  busy: boolean;
  onProve: (repair: boolean) => void;
}) {
  const { parity, isRunning, timeZone, now, busy, onProve } = props;
  const left = parity ? parity.differences - parity.repaired : 0;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              Proof
            </Text>
            {parity ? (
              <Badge tone={left === 0 ? 'success' : 'warning'}>
                {left === 0 ? 'No differences' : counted(left, 'difference', 'differences')}
              </Badge>
            ) : null}
          </InlineStack>
          <InlineStack gap="200">
            {left > 0 ? (
              <Button variant="primary" disabled={busy || isRunning} onClick={() => onProve(true)}>
                Repair all
              </Button>
            ) : null}
            <Button disabled={busy || isRunning} loading={isRunning} onClick={() => onProve(false)}>
              Compare now
            </Button>
          </InlineStack>
        </InlineStack>
        <Text as="p" tone="subdued">
          {parity
            ? provenWords(parity, shortMoment(parity.provenTo, timeZone, new Date(now)))
            : 'Every night your orders are fetched anew and compared with ours: every amount and every status. You can also compare them now.'}
        </Text>
        {parity && parity.left.length > 0 ? (
          <ul className="tg-rows">
            {parity.left.map((one) => (
              <li key={one.platformOrderId}>
                <BlockStack gap="100">
                  <InlineStack gap="200">
                    {one.cause === 'missing' ? (
                      <Text as="span" fontWeight="semibold">
                        {one.platformOrderId}
                      </Text>
                    ) : (
                      <PolarisLink url={`/app/orders/${encodeURIComponent(one.platformOrderId)}`}>
                        {one.orderNumber ?? one.platformOrderId}
                      </PolarisLink>
                    )}
                    <Text as="span">{causeWords(one.cause)}</Text>
                  </InlineStack>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {[fieldWords(one.fields), causeCure(one.cause)].filter(Boolean).join('. ')}
                  </Text>
                </BlockStack>
              </li>
            ))}
          </ul>
        ) : null}
        {parity && left > parity.left.length ? (
          <Text as="p" tone="subdued">
            {`and ${count(left - parity.left.length)} more; “Repair all” mends them too.`}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function provenWords(parity: ParityOnPage, at: string): string {
  const scope = parity.scopeFrom === null ? 'all of them' : 'those that changed in the last 60 days';
  const mended = parity.repaired > 0 ? ` ${counted(parity.repaired, 'order was', 'orders were')} mended.` : '';
  return `Proven to ${at}: ${counted(parity.orders, 'order', 'orders')} (${scope}) compared with the platform, every amount and every status.${mended}`;
}
