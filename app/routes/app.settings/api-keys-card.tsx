import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { moment } from '~/ui/format';
import type { KeyAnswer } from './key-answer';

type Key = {
  id: string;
  name: string;
  role: string;
  prefix: string;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

const roleWords = [
  { value: 'analyst', label: 'Analyst: orders and figures, without customers' },
  { value: 'support', label: 'Support: orders and customers, without figures' },
  { value: 'admin', label: 'Admin: everything' },
];

/** The keys of the REST API: make one, see it once, end it. */
export function ApiKeysCard({ keys, timeZone }: { keys: Key[]; timeZone: string }) {
  const fetcher = useFetcher<KeyAnswer>();
  const shopify = useAppBridge();
  const [name, setName] = useState('');
  const [role, setRole] = useState('analyst');
  const shown = useRef<KeyAnswer>();
  const answer = fetcher.data;
  const busy = fetcher.state !== 'idle';

  useEffect(() => {
    if (!answer || answer === shown.current) return;
    shown.current = answer;
    if (answer.outcome === 'created') setName('');
    if (answer.outcome === 'revoked') shopify.toast.show('API key revoked');
  }, [answer, shopify]);

  return (
    <Card>
      <BlockStack gap="400">
        {answer?.outcome === 'created' ? <NewKey name={answer.name} text={answer.key} /> : null}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            fetcher.submit({ intent: 'create', name, role }, { method: 'post' });
          }}
        >
          <FormLayout>
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              placeholder="Warehouse"
              maxLength={60}
              autoComplete="off"
              {...(answer?.outcome === 'invalid' ? { error: answer.message } : {})}
            />
            <Select label="Role" options={roleWords} value={role} onChange={setRole} />
            <Button submit loading={busy}>
              Create API key
            </Button>
          </FormLayout>
        </form>
        {keys.length > 0 ? (
          <ul className="tg-rows">
            {keys.map((key) => (
              <li key={key.id}>
                <InlineStack align="space-between" blockAlign="center" gap="300">
                  <BlockStack gap="050">
                    <InlineStack align="start" gap="200" blockAlign="center">
                      <Text as="h3" variant="headingSm">
                        {key.name}
                      </Text>
                      {key.revokedAt ? <Badge>Revoked</Badge> : <Badge tone="success">{key.role}</Badge>}
                    </InlineStack>
                    <Text as="p" variant="bodySm" tone="subdued">
                      <span className="tg-code">{key.prefix}…</span> · created {moment(key.createdAt, timeZone)} ·{' '}
                      {key.lastUsedAt ? `last used ${moment(key.lastUsedAt, timeZone)}` : 'never used'}
                    </Text>
                  </BlockStack>
                  {key.revokedAt ? null : (
                    <Button
                      tone="critical"
                      disabled={busy}
                      accessibilityLabel={`Revoke ${key.name}`}
                      onClick={() => fetcher.submit({ intent: 'revoke', id: key.id }, { method: 'post' })}
                    >
                      Revoke
                    </Button>
                  )}
                </InlineStack>
              </li>
            ))}
          </ul>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function NewKey({ name, text }: { name: string; text: string }) {
  const shopify = useAppBridge();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      shopify.toast.show('API key copied');
    } catch {
      shopify.toast.show('Copying is not allowed here. Select the key and copy it.', { isError: true });
    }
  };
  return (
    <Banner tone="success" title={`Copy the key of “${name}” now`}>
      <BlockStack gap="200" inlineAlign="start">
        <Text as="p">It is not kept and cannot be shown again.</Text>
        <p className="tg-code tg-secret" data-new-key>
          {text}
        </p>
        <Button onClick={copy}>Copy</Button>
      </BlockStack>
    </Banner>
  );
}
