import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { moment } from '~/ui/format';
import { Status } from '~/ui/status';

type Request = {
  id: string;
  kind: string;
  state: string;
  platformCustomerId: string | null;
  receivedAt: string;
  completedAt: string | null;
  hasExport: boolean;
  exportExpiresAt: string | null;
};

const kinds: Record<string, string> = {
  'data-request': 'Customer asks for their data',
  'redact-customer': 'Customer is erased',
  'redact-store': 'Store data is erased',
};

/** What was asked for privacy's sake, and the exports to hand on. */
export function PrivacyCard({ requests, timeZone }: { requests: Request[]; timeZone: string }) {
  return (
    <Card>
      {requests.length === 0 ? (
        <Text as="p" tone="subdued">
          No requests yet.
        </Text>
      ) : (
        <ul className="tg-rows">
          {requests.map((request) => (
            <li key={request.id}>
              <InlineStack align="space-between" blockAlign="start" gap="300">
                <BlockStack gap="050">
                  <InlineStack align="start" gap="200" blockAlign="center">
                    <Text as="h3" variant="headingSm">
                      {kinds[request.kind] ?? request.kind}
                    </Text>
                    <Status of="privacy" is={request.state} />
                  </InlineStack>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {request.platformCustomerId ? `Customer ${request.platformCustomerId}. ` : ''}
                    Received {moment(request.receivedAt, timeZone)}
                    {request.completedAt ? `, done ${moment(request.completedAt, timeZone)}` : ''}
                  </Text>
                  {request.hasExport && request.exportExpiresAt ? (
                    <Text as="p" variant="bodySm" tone="subdued">
                      Hand the file to the customer. It is kept until {moment(request.exportExpiresAt, timeZone)}.
                    </Text>
                  ) : null}
                </BlockStack>
                {request.hasExport ? <DownloadButton id={request.id} /> : null}
              </InlineStack>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Fetches the file within the page, where the session token goes along; a plain link would leave it behind. */
function DownloadButton({ id }: { id: string }) {
  const shopify = useAppBridge();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const response = await fetch(`/app/privacy/${id}`);
      if (!response.ok) throw new Error(`the download answered ${response.status}`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await response.blob());
      link.download = `customer-data-${id}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      shopify.toast.show('The file could not be downloaded. Try again.', { isError: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button onClick={download} loading={busy}>
      Download
    </Button>
  );
}
