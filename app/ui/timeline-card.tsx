import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { moment } from './format';

/** One thing that happened. */
export type TimelineItem = { key: string; at: string; text: ReactNode; note: string | null };

const shownAtFirst = 12;

/** What happened, newest first. */
export function TimelineCard({ items, timeZone }: { items: TimelineItem[]; timeZone: string }) {
  const [isWhole, setIsWhole] = useState(items.length <= shownAtFirst + 2);
  const shown = isWhole ? items : items.slice(0, shownAtFirst);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Timeline
        </Text>
        <ol className="tg-timeline">
          {shown.map((item) => (
            <li key={item.key}>
              <Text as="p">{item.text}</Text>
              {item.note ? (
                <Text as="p" variant="bodySm" tone="subdued">
                  {item.note}
                </Text>
              ) : null}
              <Text as="p" variant="bodySm" tone="subdued">
                {moment(item.at, timeZone)}
              </Text>
            </li>
          ))}
        </ol>
        {isWhole ? null : (
          <InlineStack>
            <Button variant="plain" onClick={() => setIsWhole(true)}>
              {`Show all ${items.length}`}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
