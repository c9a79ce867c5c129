import type { RuleName, Trouble } from './rules';

/** Which alerts begin, go on and end, and which of them is to be told now. */

export type OpenAlert = {
  id: string;
  rule: RuleName;
  /** null: nobody was told yet */
  toldAt: Date | null;
};

export type Decision = {
  raised: Trouble[];
  /** still true, with its present value */
  lasting: { id: string; value: number }[];
  recovered: OpenAlert[];
};

export function decide(troubles: Trouble[], open: OpenAlert[]): Decision {
  const known = new Map(open.map((alert) => [alert.rule, alert]));
  const broken = new Set(troubles.map(({ rule }) => rule));
  return {
    raised: troubles.filter(({ rule }) => !known.has(rule)),
    lasting: troubles.flatMap(({ rule, value }) => {
      const alert = known.get(rule);
      return alert ? [{ id: alert.id, value }] : [];
    }),
    recovered: open.filter(({ rule }) => !broken.has(rule)),
  };
}

/** Minutes of the day by the store's clock; from may be later than to: over midnight. */
export type QuietHours = { from: number; to: number };

/** @param timeZone IANA name */
export function isQuiet(now: Date, timeZone: string, quiet: QuietHours | null): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const minute = minuteOfDay(now, timeZone);
  const isAcrossMidnight = quiet.from > quiet.to;
  return isAcrossMidnight ? minute >= quiet.from || minute < quiet.to : minute >= quiet.from && minute < quiet.to;
}

function minuteOfDay(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const [hours, minutes] = parts.format(now).split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
