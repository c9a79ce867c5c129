import { BlockStack, Button, Card, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { movesFor, type PersonMove } from '~/sync/job-moves';
import type { SyncState } from '~/sync/job-view';
import { count, duration, shortMoment } from '~/ui/format';
import { Status } from '~/ui/status';
import { isGoing, progressOf, resultWords, syncKindName, thingsOf } from './words';

export type RunView = {
  id: string;
  kind: string;
  state: SyncState;
  trigger: string;
  total: number | null;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  error: string | null;
  waitsForPermission: boolean;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  ratePerSecond: number | null;
  secondsLeft: number | null;
};

/** The last runs, those on their way with a bar that moves. */
export function RunsCard(props: {
  jobs: RunView[];
  timeZone: string;
  now: string;
  busy: boolean;
  onMove: (id: string, intent: string) => void;
}) {
  const { jobs, ...rest } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Last runs
        </Text>
        {jobs.length === 0 ? (
          <Text as="p" tone="subdued">
            No sync has run yet. The first one starts when the app is installed.
          </Text>
        ) : (
          <ul className="tg-rows">
            {jobs.map((job) => (
              <li key={job.id}>
                <RunRow job={job} {...rest} />
              </li>
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}

const moves: Record<PersonMove, { text: string; intent: string }> = {
  pause: { text: 'Pause', intent: 'pause' },
  resume: { text: 'Resume', intent: 'resume' },
  cancel: { text: 'Stop', intent: 'cancel' },
  retry: { text: 'Try again', intent: 'retry-job' },
};

function RunRow(props: {
  job: RunView;
  timeZone: string;
  now: string;
  busy: boolean;
  onMove: (id: string, intent: string) => void;
}) {
  const { job, timeZone, now, busy, onMove } = props;
  const going = isGoing(job.state);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <InlineStack align="start" gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {syncKindName(job.kind)}
          </Text>
          <Status of="syncJob" is={job.waitsForPermission ? 'waits_for_permission' : job.state} />
        </InlineStack>
        <InlineStack gap="300" blockAlign="center">
          <Text as="span" variant="bodySm" tone="subdued">
            {shortMoment(job.startedAt ?? job.createdAt, timeZone, new Date(now))}
            {job.startedAt && job.finishedAt ? `, took ${tookWords(job.startedAt, job.finishedAt)}` : ''}
          </Text>
          {movesFor(job).map((move) => (
            <Button
              key={move}
              size="slim"
              disabled={busy}
              onClick={() => onMove(job.id, moves[move].intent)}
              accessibilityLabel={`${moves[move].text}: ${syncKindName(job.kind)}`}
            >
              {moves[move].text}
            </Button>
          ))}
        </InlineStack>
      </InlineStack>
      {going ? <RunProgress job={job} /> : null}
      <Text as="p" variant="bodySm" tone="subdued">
        {resultWords(job) || (isGoing(job.state) ? 'Nothing saved yet' : 'Nothing to fetch')}
      </Text>
      {job.error ? (
        <Text as="p" variant="bodySm" tone="critical">
          {job.error}
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** The bar of a run on its way; alive but without an end where nobody knows how much there is. */
export function RunProgress({ job }: { job: RunView }) {
  const progress = progressOf(job);
  const things = thingsOf(job.kind);
  const label = `Progress of ${syncKindName(job.kind).toLowerCase()}`;
  const left = job.secondsLeft !== null && job.secondsLeft > 0 ? `about ${duration(job.secondsLeft)} left` : null;
  return (
    <BlockStack gap="100">
      {progress === null ? (
        <div className="tg-busy" role="progressbar" aria-label={label} />
      ) : (
        <ProgressBar progress={progress} size="small" tone="success" ariaLabelledBy={`run-${job.id}`} />
      )}
      <span id={`run-${job.id}`} className="tg-hidden">
        {label}
      </span>
      <Text as="p" variant="bodySm" tone="subdued">
        {[
          progress === null
            ? `${count(job.processed)} ${things}`
            : `${progress}%, ${count(job.processed)} of ${count(job.total ?? 0)} ${things}`,
          left,
        ]
          .filter(Boolean)
          .join(', ')}
      </Text>
    </BlockStack>
  );
}

function tookWords(from: string, to: string): string {
  return duration((Date.parse(to) - Date.parse(from)) / 1000);
}
