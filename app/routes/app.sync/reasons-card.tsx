import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { counted } from '~/ui/format';
import { cureFor, reasonName } from './words';

/** What is in trouble, by reason: one cure and one press for each. */
export function ReasonsCard(props: {
  reasons: { reasonClass: string | null; dead: number; failed: number }[];
  busy: boolean;
  onRetry: (reasonClass: string) => void;
}) {
  const { reasons, busy, onRetry } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Reasons
        </Text>
        <ul className="tg-rows">
          {reasons.map(({ reasonClass, dead, failed }) => (
            <li key={reasonClass ?? ''}>
              <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
                <BlockStack gap="100">
                  <Text as="h3" variant="headingSm">
                    {`${reasonName(reasonClass)}: ${counted(dead + failed, 'entry', 'entries')}`}
                  </Text>
                  <Text as="p" tone="subdued" variant="bodySm">
                    {cureFor(reasonClass)}
                  </Text>
                </BlockStack>
                {reasonClass === null ? null : (
                  <Button
                    size="slim"
                    disabled={busy}
                    onClick={() => onRetry(reasonClass)}
                    accessibilityLabel={`Retry these: ${reasonName(reasonClass)}`}
                  >
                    Retry these
                  </Button>
                )}
              </InlineStack>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
