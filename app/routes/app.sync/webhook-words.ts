import type { TopicHealth, Verdict } from '~/sync/webhook-health';
import { counted, duration } from '~/ui/format';

/** What the Sync page says of the platform's messages. */

export type TopicOnPage = Omit<TopicHealth, 'lastAt'> & { lastAt: string | null };

export const verdictWords: Record<Verdict, { tone: 'success' | 'warning' | 'critical' | 'info'; title: string }> = {
  none: { tone: 'info', title: 'None yet' },
  good: { tone: 'success', title: 'All arrive' },
  losing: { tone: 'warning', title: 'Some do not arrive' },
  silent: { tone: 'critical', title: 'They stopped' },
};

export function verdictHelp(verdict: Verdict, days: number): string {
  switch (verdict) {
    case 'none':
      return 'Your platform tells us of every change within seconds. Nothing came so far; the regular passes fetch what changed.';
    case 'good':
      return `In the last ${days} days your platform told us of every change that we know of.`;
    case 'losing':
      return 'Your platform did not tell us of some changes of the last day. They are not lost: a regular pass fetched them. There is nothing to do.';
    case 'silent':
      return 'Your platform has stopped telling us of changes. The regular passes fetch them, so orders come later than usual. If this lasts for a day, tell support.';
  }
}

/** What is not as it should be with one topic; empty when all is well. */
export function troubles(topic: TopicOnPage): string[] {
  return [
    topic.late > 0
      ? `${counted(topic.late, 'message')} late, the latest by ${duration(topic.longestDelaySeconds)}`
      : '',
    topic.duplicated > 0 ? `${counted(topic.duplicated, 'message')} sent twice` : '',
    topic.disordered > 0 ? `${counted(topic.disordered, 'message')} out of order` : '',
    topic.missed > 0 ? `${counted(topic.missed, 'change')} found by a pass first, ${topic.lost} never told` : '',
  ].filter((text) => text !== '');
}
