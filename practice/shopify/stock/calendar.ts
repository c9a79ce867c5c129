import type { Chance } from '../../chance';

const DAY = 86_400_000;
const BY_WEEKDAY = [1.12, 1.05, 0.98, 0.95, 1.0, 0.94, 0.96];
const BY_MONTH = [0.82, 0.84, 0.92, 0.96, 1.02, 0.98, 0.86, 0.88, 1.0, 1.08, 1.55, 1.7];
const BY_HOUR = [2, 1, 1, 0, 0, 1, 2, 4, 6, 8, 9, 9, 10, 9, 8, 8, 8, 9, 10, 12, 13, 12, 8, 4];

/**
 * When orders come: a shop that grows, with its weekdays, its season and its evenings. Exactly `count` moments,
 * in order, over `days` days that end at `until`, in the store's own time zone.
 */
export function orderTimes(
  chance: Chance,
  { count, days, until, timeZone }: { count: number; days: number; until: Date; timeZone: string },
): Date[] {
  const first = until.getTime() - days * DAY;
  const weights = Array.from({ length: days }, (_, i) => {
    const day = new Date(first + i * DAY);
    const season = (BY_MONTH[day.getUTCMonth()] ?? 1) * (BY_WEEKDAY[day.getUTCDay()] ?? 1);
    return season * (0.6 + (0.9 * i) / days) * (0.75 + chance.next() * 0.5);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const hours = BY_HOUR.map((weight, hour) => [hour, weight] as const);
  const times: Date[] = [];
  let reached = 0;
  weights.forEach((weight, i) => {
    reached += weight;
    const upTo = Math.round((reached / whole) * count);
    const midnight = localMidnight(new Date(first + (i + 0.5) * DAY), timeZone);
    while (times.length < upTo) {
      const at = midnight + chance.weighted(hours) * 3_600_000 + chance.between(0, 3_599) * 1000;
      times.push(new Date(Math.min(at, until.getTime() - chance.between(60, 7_200) * 1000)));
    }
  });
  return times.sort((a, b) => a.getTime() - b.getTime());
}

/** The UTC moment at which the day of `at` begins in the time zone. */
function localMidnight(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return at.getTime() - (read('hour') * 3600 + read('minute') * 60 + read('second')) * 1000 - at.getMilliseconds();
}
