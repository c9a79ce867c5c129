import { BlockStack, Button, Card, InlineGrid, InlineStack, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import { count, shortMoment } from '~/ui/format';
import { Status } from '~/ui/status';
import { everyChoices, overlapChoices, withChosen } from './schedule-form';

export type ScheduleOnPage = {
  enabled: boolean;
  everyMinutes: number;
  overlapMinutes: number;
  nextAt: string | null;
  last: { at: string; state: string; failed: number; error: string | null } | null;
};

/** When the store is asked by itself for what changed. */
export function ScheduleCard(props: {
  schedule: ScheduleOnPage;
  timeZone: string;
  now: string;
  busy: boolean;
  onSave: (fields: Record<string, string>) => void;
  onRun: () => void;
}) {
  const { schedule, timeZone, now, busy, onSave, onRun } = props;
  const [every, setEvery] = useState(String(schedule.everyMinutes));
  const [overlap, setOverlap] = useState(String(schedule.overlapMinutes));
  const isChanged = every !== String(schedule.everyMinutes) || overlap !== String(schedule.overlapMinutes);
  const save = (enabled: boolean) => onSave({ enabled: String(enabled), everyMinutes: every, overlapMinutes: overlap });
  const at = (time: string) => shortMoment(time, timeZone, new Date(now));
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Schedule
          </Text>
          <InlineStack gap="200">
            <Button disabled={busy} onClick={onRun}>
              Run now
            </Button>
            <Button disabled={busy} onClick={() => save(!schedule.enabled)}>
              {schedule.enabled ? 'Turn off' : 'Turn on'}
            </Button>
          </InlineStack>
        </InlineStack>
        <Text as="p" tone="subdued">
          {schedule.enabled
            ? 'Orders arrive by themselves as they change. As a safety net the store is also asked for what changed.'
            : 'The safety net is off: what a lost message would have told is only found when you fetch it yourself.'}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <Select
            label="How often"
            options={withChosen(everyChoices, schedule.everyMinutes)}
            value={every}
            onChange={setEvery}
            disabled={!schedule.enabled}
          />
          <Select
            label="Look back"
            helpText="Each run also reads this much again, for changes that show up late."
            options={withChosen(overlapChoices, schedule.overlapMinutes)}
            value={overlap}
            onChange={setOverlap}
            disabled={!schedule.enabled}
          />
        </InlineGrid>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            {schedule.last ? <Status of="syncJob" is={schedule.last.state} /> : null}
            <Text as="span" variant="bodySm" tone="subdued">
              {[
                schedule.last ? `Last run ${at(schedule.last.at)}` : 'No run yet',
                schedule.last && schedule.last.failed > 0 ? `${count(schedule.last.failed)} failed` : null,
                schedule.nextAt ? `next ${at(schedule.nextAt)}` : null,
              ]
                .filter(Boolean)
                .join(', ')}
            </Text>
          </InlineStack>
          <Button variant="primary" disabled={busy || !isChanged} onClick={() => save(schedule.enabled)}>
            Save schedule
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
