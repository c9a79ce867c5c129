import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Card, Page, Scrollable, Text } from '@shopify/polaris';
import { entryBody, findEntry } from '~/domain/entries/entry-store.server';
import { scrubBody } from '~/privacy/scrub';
import { audit } from '~/tenancy/audit-store.server';
import { counted, shortMoment } from '~/ui/format';
import { Status } from '~/ui/status';
import { titled } from '~/ui/titled';
import { topicWords } from '~/ui/topic-words';
import { notHere, onPage } from './app/on-page.server';
import { cureFor } from './app.sync/words';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Message');

/** One message as the platform sent it, without anything that tells who bought. */
export function loader({ request, params }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId }, store }) => {
    const id = params.id ?? '';
    const entry = await findEntry(storeId, id);
    const body = entry && (await entryBody(storeId, id));
    if (!entry || !body) throw notHere('There is no such message in this store.');
    const actor = `merchant:${userId ?? 'unknown'}`;
    await audit(storeId, { actor, action: 'inbox.looked', detail: { entry: id } });
    return json({ entry, body: pretty(scrubBody(body.toString('utf8'))), timeZone: store.timeZone, now: new Date() });
  });
}

/** The text with its numbers as they are, each field on a line of its own. */
function pretty(text: string): string {
  let depth = 0;
  let out = '';
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (part === '{' || part === '[') out += `${part}\n${'  '.repeat(++depth)}`;
    else if (part === '}' || part === ']') out += `\n${'  '.repeat(--depth)}${part}`;
    else if (part === ',') out += `,\n${'  '.repeat(depth)}`;
    else out += part === ':' ? ': ' : part;
  }
  return out;
}

export default function MessagePage() {
  const { entry, body, timeZone, now } = useLoaderData<typeof loader>();
  const at = (time: string) => shortMoment(time, timeZone, new Date(now));
  return (
    <Page
      title={topicWords(entry.topic)}
      titleMetadata={<Status of="entry" is={entry.state} />}
      subtitle={`Arrived ${at(entry.receivedAt)}, ${counted(entry.attempts, 'try', 'tries')}`}
      backAction={{ content: 'Sync', url: '/app/sync' }}
    >
      <TitleBar title={`Message ${entry.id}`} />
      <BlockStack gap="400">
        {entry.reason ? (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                Why it is stuck
              </Text>
              <Text as="p" breakWord>
                {entry.reason}
              </Text>
              <Text as="p" tone="subdued">
                {cureFor(entry.reasonClass)}
              </Text>
            </BlockStack>
          </Card>
        ) : null}
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              What the platform sent
            </Text>
            <Text as="p" tone="subdued">
              Names, addresses and whatever else could tell who bought are left out here.
            </Text>
            <Scrollable focusable shadow style={{ maxHeight: '32rem' }}>
              <pre className="tg-raw">{body}</pre>
            </Scrollable>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
