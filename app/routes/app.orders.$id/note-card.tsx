import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { OrderDetailView } from '~/domain/orders/view';

export type NoteAnswer = { outcome: 'saved' | 'changed' };

/** The store's own words beside the order; nothing of it goes to the platform. */
export function NoteCard({ order }: { order: OrderDetailView }) {
  const { annotation } = order;
  const fetcher = useFetcher<NoteAnswer>();
  const shopify = useAppBridge();
  const [note, setNote] = useState(annotation.note ?? '');
  const [tags, setTags] = useState(annotation.tags.join(', '));
  const told = useRef<NoteAnswer>();
  const busy = fetcher.state !== 'idle';
  useEffect(() => {
    if (!fetcher.data || fetcher.data === told.current) return;
    told.current = fetcher.data;
    if (fetcher.data.outcome === 'saved') shopify.toast.show('Note saved');
  }, [fetcher.data, shopify]);
  const isChanged = note !== (annotation.note ?? '') || tags !== annotation.tags.join(', ');
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          fetcher.submit({ note, tags, revision: String(annotation.revision) }, { method: 'post' });
        }}
      >
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Your note
          </Text>
          {fetcher.data?.outcome === 'changed' && !busy ? (
            <Banner tone="warning" title="Somebody else wrote meanwhile">
              Reload the page to see their note, then add yours.
            </Banner>
          ) : null}
          <TextField
            label="Note"
            labelHidden
            value={note}
            onChange={setNote}
            multiline={3}
            maxLength={5000}
            autoComplete="off"
            placeholder="Only you and your staff see this."
          />
          <TextField label="Tags" value={tags} onChange={setTags} autoComplete="off" helpText="Separate with commas." />
          <InlineStack align="end">
            <Button submit loading={busy} disabled={!isChanged}>
              Save
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
