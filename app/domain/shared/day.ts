/** Time is stored in UTC; a day is a day of the store's IANA time zone, written YYYY-MM-DD. */
export type Day = string;

/** The store's day that `instant` falls on. */
export function dayOf(instant: Date, timeZone: string): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );
}

/** The day `count` days after `day` (before, when negative). */
export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** How many days there are from `from` to `to`, both included; 0 when `from` is later. */
export function countDays(from: Day, to: Day): number {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  return Math.max(0, Math.round((last - first) / 86_400_000) + 1);
}

/** Every day from `from` to `to`, both included. */
export function daysBetween(from: Day, to: Day): Day[] {
  return Array.from({ length: countDays(from, to) }, (_, i) => addDays(from, i));
}

/** True for a real calendar day written YYYY-MM-DD, of a year in which somebody may have sold something. */
export function isDay(text: string): boolean {
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
