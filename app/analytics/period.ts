import { addDays, countDays, type Day, isDay } from '../domain/shared/day';

/** The stretches of days that people ask for, and the stretch each is compared with. */
export const presets = ['today', 'yesterday', 'last-7-days', 'last-30-days', 'last-90-days', 'month-to-date'] as const;
export type Preset = (typeof presets)[number];

/** What a choice of days is called. */
export const presetNames: Record<Preset, string> = {
  today: 'Today',
  yesterday: 'Yesterday',
  'last-7-days': 'Last 7 days',
  'last-30-days': 'Last 30 days',
  'last-90-days': 'Last 90 days',
  'month-to-date': 'Month to date',
};
export type Period = { preset: Preset | 'custom'; from: Day; to: Day };

/** How long a custom period may be: five years. */
export const longestPeriod = 5 * 366;

/** @param today the store's present day */
export function periodOf(preset: Preset, today: Day): Period {
  if (preset === 'today') return { preset, from: today, to: today };
  if (preset === 'yesterday') return { preset, from: addDays(today, -1), to: addDays(today, -1) };
  if (preset === 'last-7-days') return { preset, from: addDays(today, -6), to: today };
  if (preset === 'last-30-days') return { preset, from: addDays(today, -29), to: today };
  if (preset === 'last-90-days') return { preset, from: addDays(today, -89), to: today };
  return { preset, from: `${today.slice(0, 7)}-01`, to: today };
}

/** Reads a period from what an address says; anything senseless is the last 30 days. */
export function readPeriod(
  asked: { preset?: string | null; from?: string | null; to?: string | null },
  today: Day,
): Period {
  const preset = presets.find((one) => one === asked.preset);
  if (preset) return periodOf(preset, today);
  const { from, to } = asked;
  if (from && to && isDay(from) && isDay(to) && from <= to && to <= addDays(from, longestPeriod)) {
    return { preset: 'custom', from, to };
  }
  return periodOf('last-30-days', today);
}

/** The stretch before: the same number of days; of a month to date, the same days of the month before. */
export function comparisonOf({ preset, from, to }: Period): { from: Day; to: Day } {
  if (preset === 'month-to-date') {
    const lastOfBefore = addDays(from, -1);
    const firstOfBefore = `${lastOfBefore.slice(0, 7)}-01`;
    const sameLength = addDays(firstOfBefore, countDays(from, to) - 1);
    // The month before may be shorter.
    return { from: firstOfBefore, to: [sameLength, lastOfBefore].sort()[0] ?? lastOfBefore };
  }
  const length = countDays(from, to);
  return { from: addDays(from, -length), to: addDays(from, -1) };
}

/** The change from before to now as a share ("0.1250" is 12.5 % more); null when there was nothing before. */
export function changeOf(now: string, before: string): string | null {
  const [a, b] = [Number(now), Number(before)];
  // A ratio for an arrow on a page, not money: four digits of a float are exact enough.
  return b === 0 || !Number.isFinite(a / b) ? null : ((a - b) / Math.abs(b)).toFixed(4);
}
