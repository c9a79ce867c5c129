import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Card, Page, Text } from '@shopify/polaris';
import { entryCounts, listEntries, retryEntries, troubleByReason } from '~/domain/entries/entry-store.server';
import { platformOf } from '~/platforms/registry.server';
import type { PersonMove } from '~/sync/job-moves';
import { askForSync, listSyncJobs, moveSyncJob } from '~/sync/jobs-store.server';
import { lastProof } from '~/sync/parity-store.server';
import { readSchedule, saveSchedule } from '~/sync/schedule-store.server';
import { readWebhookHealth } from '~/sync/webhook-health-store.server';
import { audit } from '~/tenancy/audit-store.server';
import { readPulse } from '~/tenancy/pulse-store.server';
import { count, counted } from '~/ui/format';
import { Stat } from '~/ui/stat';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { useSaid } from '~/ui/use-said';
import { onPage } from '../app/on-page.server';
import { EntriesCard } from './entries-card';
import { ParityCard } from './parity-card';
import { ReasonsCard } from './reasons-card';
import { RunsCard } from './runs-card';
import { ScheduleCard } from './schedule-card';
import { scheduleIn } from './schedule-form';
import { WebhooksCard } from './webhooks-card';
import { isGoing, moveWords, waitWords } from './words';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Sync');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const [webhooks, reasons, parity, schedule, counts, jobs, dead, failed] = await Promise.all([
      readWebhookHealth(storeId),
      troubleByReason(storeId),
      lastProof(storeId),
      readSchedule(storeId),
      entryCounts(storeId),
      listSyncJobs(storeId, 10),
      listEntries(storeId, { state: 'dead', limit: 25 }),
      listEntries(storeId, { state: 'failed', limit: 25 }),
    ]);
    const entries = [...dead, ...failed].map((entry) => ({
      id: entry.id,
      topic: entry.topic,
      objectId: entry.objectId,
      state: entry.state,
      attempts: entry.attempts,
      reasonClass: entry.reasonClass,
      reason: entry.reason,
      receivedAt: entry.receivedAt,
      nextAttemptAt: entry.nextAttemptAt,
    }));
    const { timeZone } = store;
    const reachDays = platformOf(store.platform).orders.reachDays(store.scopes);
    return json({
      pulse,
      reachDays,
      webhooks,
      reasons,
      parity,
      schedule,
      counts,
      jobs,
      entries,
      timeZone,
      now: new Date(),
    });
  });
}

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const form = await request.formData();
    const actor = userId ? `merchant:${userId}` : 'merchant';
    const id = String(form.get('id') ?? '');
    switch (form.get('intent')) {
      case 'retry': {
        const reasonClass = form.get('reason')?.toString();
        const ids = id === 'all' ? 'all' : /^\d+$/.test(id) ? [id] : [];
        const retried = await retryEntries(storeId, ids, { reasonClass });
        await audit(storeId, { actor, action: 'inbox.retried', detail: { entry: id, reasonClass, retried } });
        return json({
          said: retried > 0 ? `Trying ${counted(retried, 'entry', 'entries')} again` : 'Nothing to retry',
        });
      }
      case 'start': {
        const kind = startable.find((one) => one === form.get('kind')) ?? 'incremental';
        const asked = await askForSync(storeId, { kind, trigger: 'manual' });
        if (!('jobId' in asked)) return json({ said: waitWords(asked) }, { status: 429 });
        await audit(storeId, { actor, action: 'sync.started', detail: { kind, jobId: asked.jobId } });
        return json({ said: asked.outcome === 'going' ? 'It is on its way already' : 'Sync started' });
      }
      case 'pause':
      case 'resume':
      case 'cancel':
      case 'retry-job': {
        const move = form.get('intent') === 'retry-job' ? 'retry' : (form.get('intent') as PersonMove);
        const moved = await moveSyncJob(storeId, id, move);
        if (moved.outcome !== 'moved') return json({ said: 'That is not possible any more' }, { status: 409 });
        await audit(storeId, { actor, action: `sync.${move}`, detail: { jobId: id, state: moved.state } });
        return json({ said: moveWords[move] });
      }
      case 'prove': {
        const params = form.get('repair') === 'true' ? { repair: true } : {};
        const asked = await askForSync(storeId, { kind: 'reconcile', trigger: 'manual', params });
        if (!('jobId' in asked)) return json({ said: waitWords(asked) }, { status: 429 });
        await audit(storeId, { actor, action: 'parity.started', detail: { jobId: asked.jobId, ...params } });
        return json({ said: asked.outcome === 'going' ? 'It is on its way already' : 'Comparing your orders' });
      }
      case 'schedule': {
        const schedule = scheduleIn(form);
        if (schedule === null) return json({ said: 'Choose one of the offered times' }, { status: 400 });
        const before = await saveSchedule(storeId, schedule);
        await audit(storeId, { actor, action: 'schedule.changed', detail: { before, after: schedule } });
        return json({ said: 'Schedule saved' });
      }
      default:
        return json({ said: 'Nothing to do' }, { status: 400 });
    }
  });
}

/** What a person may start here, beside a proof. */
const startable = ['incremental', 'backfill', 'products', 'customers', 'inventory', 'missing', 'unsettled'] as const;
const others = [
  { kind: 'products', content: 'Fetch products', helpText: 'So that order lines find their SKU' },
  { kind: 'customers', content: 'Fetch customers', helpText: 'Names, tags and consents of everybody who bought' },
  { kind: 'inventory', content: 'Fetch stock', helpText: 'How many pieces can be sold, place by place' },
  { kind: 'missing', content: 'Complete orders', helpText: 'Reads orders whole that are known in part only' },
  { kind: 'unsettled', content: 'Check open orders', helpText: 'Payments, parcels and returns that are under way' },
] as const;

export default function SyncPage() {
  const { pulse, reachDays, webhooks, reasons, parity, schedule, counts, jobs, entries, timeZone, now } =
    useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  useLive(pulse);
  useSaid(fetcher.data);
  const busy = fetcher.state !== 'idle';
  const ask = (fields: Record<string, string>) => fetcher.submit(fields, { method: 'post' });
  const going = jobs.filter((job) => isGoing(job.state));

  return (
    <Page
      title="Sync"
      subtitle="Orders arrive by themselves. This page shows what is on its way and what is stuck."
      primaryAction={{
        content: 'Fetch recent changes',
        onAction: () => ask({ intent: 'start', kind: 'incremental' }),
        disabled: busy || going.some((job) => job.kind === 'incremental'),
      }}
      secondaryActions={[
        {
          content: 'Fetch full history',
          onAction: () => ask({ intent: 'start', kind: 'backfill' }),
          disabled: busy || going.some((job) => job.kind === 'backfill'),
        },
      ]}
      actionGroups={[
        {
          title: 'More',
          actions: others.map(({ kind, content, helpText }) => ({
            ...{ content, helpText, onAction: () => ask({ intent: 'start', kind }) },
            disabled: busy || going.some((job) => job.kind === kind),
          })),
        },
      ]}
    >
      <TitleBar title="Sync" />
      <BlockStack gap="400">
        {reachDays === null ? null : (
          <Banner tone="info" title={`Only the orders of the last ${reachDays} days can be fetched`}>
            Your platform has not allowed Tagalong to read older ones. What is here already stays, and older orders can
            be imported from a file.
          </Banner>
        )}
        {counts.dead > 0 ? (
          <Banner
            tone="warning"
            title={`${counted(counts.dead, 'entry', 'entries')} could not be processed`}
            action={{ content: 'Retry all', onAction: () => ask({ intent: 'retry', id: 'all' }), loading: busy }}
          >
            Nothing is lost: what the platform sent is kept. The reasons are below.
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Inbox
            </Text>
            <div className="tg-stats tg-stats--four">
              <Stat label="Waiting" value={count(counts.pending)} />
              <Stat label="Done" value={count(counts.processed)} />
              <Stat label="Will be tried again" value={count(counts.failed)} />
              <Stat label="Need you" value={count(counts.dead)} />
            </div>
          </BlockStack>
        </Card>
        {reasons.length > 1 ? (
          <ReasonsCard
            reasons={reasons}
            busy={busy}
            onRetry={(reason) => ask({ intent: 'retry', id: 'all', reason })}
          />
        ) : null}
        <EntriesCard
          entries={entries}
          total={counts.dead + counts.failed}
          timeZone={timeZone}
          now={now}
          busy={busy}
          onRetry={(id) => ask({ intent: 'retry', id })}
        />
        <RunsCard jobs={jobs} timeZone={timeZone} now={now} busy={busy} onMove={(id, intent) => ask({ intent, id })} />
        <ParityCard
          parity={parity}
          isRunning={going.some((job) => job.kind === 'reconcile')}
          timeZone={timeZone}
          now={now}
          busy={busy}
          onProve={(repair) => ask({ intent: 'prove', repair: String(repair) })}
        />
        <WebhooksCard webhooks={webhooks} timeZone={timeZone} now={now} />
        <ScheduleCard
          schedule={schedule}
          timeZone={timeZone}
          now={now}
          busy={busy}
          onSave={(fields) => ask({ intent: 'schedule', ...fields })}
          onRun={() => ask({ intent: 'start', kind: 'incremental' })}
        />
      </BlockStack>
    </Page>
  );
}
