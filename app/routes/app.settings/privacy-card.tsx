import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { moment } from '~/ui/format';
import { Status } from '~/ui/status';
import { useDownload } from '~/ui/use-download';

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

function DownloadButton({ id }: { id: string }) {
  const { download, busy } = useDownload(`/app/privacy/${id}`, `customer-data-${id}.json`);
  return (
    <Button onClick={download} loading={busy}>
      Download
    </Button>
  );
}
