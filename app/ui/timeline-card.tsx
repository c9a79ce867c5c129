import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { moment } from './format';

/** One thing that happened. */
export type TimelineItem = { key: string; at: string; text: ReactNode; note: string | null };

/** What happened, newest first. */
export function TimelineCard({ items, timeZone }: { items: TimelineItem[]; timeZone: string }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Timeline
        </Text>
        <ol className="tg-timeline">
          {items.map((item) => (
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
      </BlockStack>
    </Card>
  );
}
