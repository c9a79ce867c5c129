import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { ago, counted, shortMoment } from '~/ui/format';
import { Status } from '~/ui/status';
import { topicWords } from '~/ui/topic-words';
import { cureFor } from './words';

type Entry = {
  id: string;
  topic: string;
  objectId: string | null;
  state: string;
  attempts: number;
  reasonClass: string | null;
  reason: string | null;
  receivedAt: string;
  nextAttemptAt: string | null;
};

/** What is stuck, why, and what cures it. */
export function EntriesCard(props: {
  entries: Entry[];
  total: number;
  timeZone: string;
  now: string;
  busy: boolean;
  onRetry: (id: string) => void;
}) {
  const { entries, total, timeZone, now, busy, onRetry } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Failed entries
          </Text>
          {entries.length > 0 ? (
            <Button onClick={() => onRetry('all')} disabled={busy}>
              Retry all
            </Button>
          ) : null}
        </InlineStack>
        {entries.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing is stuck.
          </Text>
        ) : (
          <ul className="tg-rows">
            {entries.map((entry) => (
              <li key={entry.id}>
                <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
                  <BlockStack gap="100">
                    <InlineStack align="start" gap="200" blockAlign="center">
                      <Text as="h3" variant="headingSm">
                        {topicWords(entry.topic)}
                        {entry.objectId ? ` ${entry.objectId}` : ''}
                      </Text>
                      <Status of="entry" is={entry.state} />
                    </InlineStack>
                    <Text as="p" breakWord>
                      {entry.reason ?? 'No reason was given.'}
                    </Text>
                    <Text as="p" tone="subdued" variant="bodySm">
                      {cureFor(entry.reasonClass)}
                    </Text>
                    <Text as="p" tone="subdued" variant="bodySm">
                      Entry {entry.id}, arrived {ago(entry.receivedAt, new Date(now))},{' '}
                      {counted(entry.attempts, 'try', 'tries')}
                      {entry.state === 'failed' && entry.nextAttemptAt
                        ? `, next ${shortMoment(entry.nextAttemptAt, timeZone, new Date(now))}`
                        : ''}
                    </Text>
                  </BlockStack>
                  <InlineStack gap="200" wrap={false}>
                    <Button size="slim" url={`/app/messages/${entry.id}`} accessibilityLabel={`View entry ${entry.id}`}>
                      View
                    </Button>
                    <Button
                      size="slim"
                      onClick={() => onRetry(entry.id)}
                      disabled={busy}
                      accessibilityLabel={`Retry entry ${entry.id}`}
                    >
                      Retry
                    </Button>
                  </InlineStack>
                </InlineStack>
              </li>
            ))}
          </ul>
        )}
        {total > entries.length ? (
          <Text as="p" tone="subdued" variant="bodySm">
            The first {entries.length} of {counted(total, 'entry', 'entries')} are shown. “Retry all” takes all of them.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
