import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, ButtonGroup, Card, InlineStack, SkeletonBodyText, Text } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { AddOnInput } from '~/addons/add-on';
import { targetWords } from './words';

/** CSS pixels that the pretended screens are wide. */
const widths = { phone: 320, desktop: 640 } as const;

/** The widget itself, as the values of the form would draw it, beside a product of 100. */
export function Preview({ values }: { values: AddOnInput }) {
  const { html, wrong } = useDrawn(values);
  const [device, setDevice] = useState<keyof typeof widths>('phone');
  return (
    <div className="tg-sticky">
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h2" variant="headingMd">
              Preview
            </Text>
            <ButtonGroup variant="segmented">
              {(['phone', 'desktop'] as const).map((one) => (
                <Button key={one} size="slim" pressed={device === one} onClick={() => setDevice(one)}>
                  {one === 'phone' ? 'Phone' : 'Desktop'}
                </Button>
              ))}
            </ButtonGroup>
          </InlineStack>
          {html === null ? <SkeletonBodyText lines={4} /> : <Frame html={html} width={widths[device]} />}
          <Text as="p" tone="subdued" variant="bodySm">
            {wrong
              ? 'The preview follows once the fields above are filled in.'
              : `Beside a product of 100. ${values.state === 'active' ? `Shown with: ${targetWords(values.targets).toLowerCase()}.` : 'Not shown yet.'} Shoppers tick the box themselves.`}
          </Text>
        </BlockStack>
      </Card>
    </div>
  );
}

/** The drawn page; while fields are wrong, the last one that was right. */
function useDrawn(values: AddOnInput): { html: string | null; wrong: boolean } {
  const fetcher = useFetcher<{ html: string | null }>();
  const [html, setHtml] = useState<string | null>(null);
  const asked = JSON.stringify(values);
  const { submit } = fetcher;
  useEffect(() => {
    const soon = setTimeout(() => {
      submit(asked, { method: 'post', encType: 'application/json', action: '/app/add-ons/preview' });
    }, 250);
    return () => clearTimeout(soon);
  }, [asked, submit]);
  useEffect(() => {
    if (fetcher.data?.html) setHtml(fetcher.data.html);
  }, [fetcher.data]);
  return { html, wrong: fetcher.data !== undefined && fetcher.data.html === null };
}

/** A frame of its own, so that neither style reaches the other; narrower places show it smaller. */
function Frame({ html, width }: { html: string; width: number }) {
  const box = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(140);
  const [room, setRoom] = useState<number>(width);
  useEffect(() => {
    const listen = (event: MessageEvent) => {
      const told = (event.data as { tagalongPreview?: unknown } | null)?.tagalongPreview;
      if (event.source === frame.current?.contentWindow && typeof told === 'number') setHeight(Math.min(told, 1200));
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, []);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const scale = Math.min(1, room / width);
  return (
    <div ref={box} className="tg-preview" style={{ height: height * scale }}>
      <iframe
        ref={frame}
        title="Preview of the add-on in the shop"
        sandbox="allow-scripts"
        srcDoc={html}
        style={{ width, height, transform: `scale(${scale})`, transformOrigin: '0 0', border: 0 }}
      />
    </div>
  );
}
