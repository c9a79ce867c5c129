import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { AlertForm } from '~/alerts/form';
import { type Rule, rules } from '~/alerts/rules';
import type { AlertAnswer } from './alert-answer';

/** That a job failed at all is what counts, not how many. */
const isAdjustable = ({ unit }: Rule) => unit !== 'jobs';

/** Where the merchant is told of trouble, when not, and from what on. */
export function AlertsCard({ saved, canEmail }: { saved: AlertForm; canEmail: boolean }) {
  const fetcher = useFetcher<AlertAnswer>();
  const shopify = useAppBridge();
  const [form, setForm] = useState(saved);
  const shown = useRef<AlertAnswer>();
  const answer = fetcher.data;
  const errors = answer?.outcome === 'alerts-invalid' ? answer.errors : {};
  const busy = fetcher.state !== 'idle';
  const set = (field: keyof Omit<AlertForm, 'thresholds'>) => (value: string) => setForm({ ...form, [field]: value });
  const send = (intent: 'alerts' | 'alerts-test') => {
    const { thresholds, ...fields } = form;
    fetcher.submit({ intent, ...fields, ...thresholds }, { method: 'post' });
  };

  useEffect(() => {
    if (!answer || answer === shown.current) return;
    shown.current = answer;
    if (answer.outcome === 'alerts-saved') shopify.toast.show('Alerts saved');
    if (answer.outcome === 'alerts-tested') shopify.toast.show(answer.message);
  }, [answer, shopify]);

  return (
    <Card>
      <form
        // Our words say what to enter; the browser's own would come first and say less.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send('alerts');
        }}
      >
        <BlockStack gap="400">
          {answer?.outcome === 'alerts-failed' ? <Banner tone="critical">{answer.message}</Banner> : null}
          <FormLayout>
            <TextField
              label="E-mail"
              type="email"
              value={form.email}
              onChange={set('email')}
              disabled={!canEmail}
              {...(canEmail ? {} : { helpText: 'This installation has no mail server, so it sends no e-mail.' })}
              autoComplete="email"
              error={errors.email ?? false}
            />
            <TextField
              label="Slack-compatible webhook"
              type="url"
              value={form.webhook}
              onChange={set('webhook')}
              placeholder="https://hooks.example.com/…"
              autoComplete="off"
              error={errors.webhook ?? false}
            />
            <FormLayout.Group
              condensed
              helpText="By your store’s clock. What happens meanwhile is told afterwards, unless it is over by then."
            >
              <TextField
                label="Quiet from"
                type="time"
                value={form.quietFrom}
                onChange={set('quietFrom')}
                autoComplete="off"
                error={errors.quietFrom ?? false}
              />
              <TextField
                label="Quiet to"
                type="time"
                value={form.quietTo}
                onChange={set('quietTo')}
                autoComplete="off"
                error={errors.quietTo ?? false}
              />
            </FormLayout.Group>
          </FormLayout>
          <Text as="h3" variant="headingSm">
            When you are told
          </Text>
          <FormLayout>
            {rules.filter(isAdjustable).map(({ name, title, unit, threshold }) => (
              <TextField
                key={name}
                label={title}
                type="number"
                min={1}
                suffix={`${unit} or more`}
                placeholder={String(threshold)}
                value={form.thresholds[name] ?? ''}
                onChange={(value) => setForm({ ...form, thresholds: { ...form.thresholds, [name]: value } })}
                autoComplete="off"
                error={errors[name] ?? false}
              />
            ))}
          </FormLayout>
          <InlineStack gap="200">
            <Button submit variant="primary" loading={busy}>
              Save alerts
            </Button>
            <Button disabled={busy || (form.email === '' && form.webhook === '')} onClick={() => send('alerts-test')}>
              Send a test
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
