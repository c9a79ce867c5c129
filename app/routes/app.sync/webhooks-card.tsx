import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { Verdict } from '~/sync/webhook-health';
import { counted, duration, shortMoment } from '~/ui/format';
import { PolarisLink } from '~/ui/polaris-link';
import { topicWords } from '~/ui/topic-words';
import { type TopicOnPage, troubles, verdictHelp, verdictWords } from './webhook-words';

export type WebhooksOnPage = {
  days: number;
  verdict: Verdict;
  topics: TopicOnPage[];
  missed: {
    platformOrderId: string;
    orderNumber: string | null;
    topic: string;
    changedAt: string;
    arrivedAt: string | null;
  }[];
};

/** How many of the last changes without a message are shown. */
const missedShown = 5;

/** How the platform's messages arrive: at a glance, then what is wrong, then topic by topic. */
export function WebhooksCard(props: { webhooks: WebhooksOnPage; timeZone: string; now: string }) {
  const { webhooks, timeZone, now } = props;
  const { verdict, topics, days } = webhooks;
  const [all, setAll] = useState(false);
  const at = (instant: string) => shortMoment(instant, timeZone, new Date(now));
  const { tone, title } = verdictWords[verdict];
  const shown = all ? topics : topics.filter((topic) => troubles(topic).length > 0);
  const lost = webhooks.missed.filter((one) => one.arrivedAt === null).slice(0, missedShown);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Webhooks
          </Text>
          <Badge tone={tone}>{title}</Badge>
        </InlineStack>
        <Text as="p" tone="subdued">
          {verdictHelp(verdict, days)}
        </Text>
        {shown.length > 0 ? (
          <ul className="tg-rows">
            {shown.map((topic) => (
              <li key={topic.topic}>
                <TopicRow topic={topic} at={at} />
              </li>
            ))}
          </ul>
        ) : null}
        {lost.length > 0 ? (
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              Changes without a message
            </Text>
            <ul className="tg-rows">
              {lost.map((one) => (
                <li key={`${one.platformOrderId} ${one.changedAt}`}>
                  <InlineStack gap="200">
                    <PolarisLink url={`/app/orders/${encodeURIComponent(one.platformOrderId)}`}>
                      {one.orderNumber ?? one.platformOrderId}
                    </PolarisLink>
                    <Text as="span" tone="subdued">
                      {`changed ${at(one.changedAt)}`}
                    </Text>
                  </InlineStack>
                </li>
              ))}
            </ul>
          </BlockStack>
        ) : null}
        {topics.length > 0 ? (
          <InlineStack>
            <Button variant="plain" ariaExpanded={all} onClick={() => setAll(!all)}>
              {all ? 'Show only what is not as it should be' : `Show all ${counted(topics.length, 'kind')} of messages`}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function TopicRow({ topic, at }: { topic: TopicOnPage; at: (instant: string) => string }) {
  const came = counted(topic.received, 'message');
  const pace = topic.received > 0 ? `, ${duration(topic.averageDelaySeconds)} after the change on average` : '';
  const last = topic.lastAt ? `, the last ${at(topic.lastAt)}` : '';
  return (
    <BlockStack gap="050">
      <Text as="span" fontWeight="semibold">
        {topicWords(topic.topic)}
      </Text>
      {troubles(topic).map((text) => (
        <Text as="p" key={text}>
          {text}
        </Text>
      ))}
      <Text as="p" variant="bodySm" tone="subdued">
        {`${came}${pace}${last}`}
      </Text>
    </BlockStack>
  );
}
