import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { LinkView } from '~/domain/customers/view';
import { decidedWords, identityWords, linkWords } from './words';

/** Why these are one customer, with the way back. */
export function LinksCard(props: {
  links: LinkView[];
  busy: boolean;
  onDecide: (link: LinkView, decision: 'accept' | 'reject') => void;
}) {
  const { links, busy, onDecide } = props;
  if (links.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Why this is one customer
        </Text>
        <ul className="tg-rows">
          {links.map((link) => {
            const isJoined = link.state === 'active';
            const sides = `${identityWords(link.a)} and ${identityWords(link.b)}`;
            return (
              <li key={`${link.a} ${link.b} ${link.kind}`}>
                <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
                  <BlockStack gap="050">
                    <Text as="p">{linkWords(link.kind)}</Text>
                    <Text as="p" variant="bodySm" tone="subdued" breakWord>
                      {decidedWords(link)}: {sides}
                    </Text>
                  </BlockStack>
                  <Button
                    size="slim"
                    disabled={busy}
                    accessibilityLabel={`${isJoined ? 'Keep apart' : 'Join'}: ${sides}`}
                    onClick={() => onDecide(link, isJoined ? 'reject' : 'accept')}
                  >
                    {isJoined ? 'Keep apart' : 'Join'}
                  </Button>
                </InlineStack>
              </li>
            );
          })}
        </ul>
      </BlockStack>
    </Card>
  );
}
