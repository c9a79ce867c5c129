import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { PolarisLink } from '~/ui/polaris-link';
import { useSaid } from '~/ui/use-said';
import type { GroupAnswer } from './group-answer';

/** The stores that share a report with this one, and the two ways to add another. */
export function GroupCard({ others }: { others: { id: string; name: string; platform: string }[] }) {
  const fetcher = useFetcher<GroupAnswer>();
  const [code, setCode] = useState('');
  useSaid(fetcher.data);
  const ask = (intent: string, more: Record<string, string> = {}) =>
    fetcher.submit({ intent, ...more }, { method: 'post' });
  const busy = fetcher.state !== 'idle';
  const { invite, error } = fetcher.data ?? {};
  return (
    <Card>
      <BlockStack gap="400">
        {others.length > 0 ? (
          <BlockStack gap="200">
            <ul className="tg-rows">
              {others.map((store) => (
                <li key={store.id}>{`${store.name}, ${store.platform}`}</li>
              ))}
            </ul>
            <InlineStack gap="300">
              <PolarisLink url="/app/analytics/stores">See all stores together</PolarisLink>
              <Button variant="plain" tone="critical" disabled={busy} onClick={() => ask('group-leave')}>
                Leave this group
              </Button>
            </InlineStack>
          </BlockStack>
        ) : (
          <Text as="p" tone="subdued">
            This store shares its report with no other.
          </Text>
        )}
        {error ? <Banner tone="critical">{error}</Banner> : null}
        {invite ? (
          <Banner tone="success" title={invite}>
            Enter this code in the settings of Tagalong in your other store. It is good for 15 minutes and for one
            store.
          </Banner>
        ) : null}
        <InlineStack>
          <Button disabled={busy} onClick={() => ask('group-invite')}>
            Make a code for another store
          </Button>
        </InlineStack>
        {others.length > 0 ? null : (
          <TextField
            label="Code of your other store"
            value={code}
            onChange={setCode}
            autoComplete="off"
            connectedRight={
              <Button disabled={busy || code.trim() === ''} onClick={() => ask('group-join', { code })}>
                Join
              </Button>
            }
          />
        )}
      </BlockStack>
    </Card>
  );
}
