import { Badge, Banner, BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { type RuleName, ruleOf } from '~/alerts/rules';
import { ago, counted } from '~/ui/format';
import { RunProgress, type RunView } from '../app.sync/runs-card';
import { isGoing, syncKindName } from '../app.sync/words';

type Counts = { pending: number; processed: number; failed: number; dead: number };

/** Whether orders come in as they should. */
export function HealthCard(props: {
  counts: Counts;
  /** what the merchant was told of and is not over */
  alerts: { rule: RuleName; value: number }[];
  lastRun: RunView | null;
  asOf: string | null;
  now: string;
  timeZone: string;
}) {
  const { counts, alerts, lastRun, asOf, now } = props;
  const going = lastRun && isGoing(lastRun.state) ? lastRun : null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack align="start" gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              Sync
            </Text>
            {counts.dead > 0 || alerts.length > 0 ? (
              <Badge tone="critical">Needs you</Badge>
            ) : counts.failed > 0 ? (
              <Badge tone="warning">Trying again</Badge>
            ) : (
              <Badge tone="success">Healthy</Badge>
            )}
          </InlineStack>
          <Link url="/app/sync" removeUnderline>
            Open sync
          </Link>
        </InlineStack>
        <Text as="p">{healthWords(counts)}</Text>
        {alerts.map(({ rule }) => (
          <Banner key={rule} tone="warning" title={ruleOf(rule).title}>
            {ruleOf(rule).cure}
          </Banner>
        ))}
        {going ? (
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              {syncKindName(going.kind)}
            </Text>
            <RunProgress job={going} />
          </BlockStack>
        ) : null}
        {asOf ? (
          <Text as="p" tone="subdued" variant="bodySm">
            Figures last changed {ago(asOf, new Date(now))}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function healthWords({ pending, failed, dead }: Counts): string {
  if (dead > 0) return `${counted(dead, 'entry', 'entries')} could not be processed. Open Sync to see why and retry.`;
  if (failed > 0)
    return `${counted(failed, 'entry', 'entries')} did not work at first and will be tried again by itself.`;
  if (pending > 0) return `${counted(pending, 'entry', 'entries')} on the way.`;
  return 'Everything that arrived is saved.';
}
