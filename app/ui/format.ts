/**
 * Figures and dates as people read them. Amounts go to Intl as decimal text, so no digit passes through a
 * float; days and times are shown in the store's time zone.
 */
const locale = 'en-US';

/** An amount of money: "$1,234.50", "¥1,200", "KWD 3.125". Digits beyond the currency's own are kept. */
export function money(text: string, currency: string): string {
  const digits = text.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  const usual = currencyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;
  const format = digits > usual ? currencyFormat(currency, digits) : currencyFormat(currency);
  return plainSpaces(format.format(asNumeric(text)));
}

/** An amount short enough for the axis of a chart: "$1.2K". */
export function shortMoney(value: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1,
  });
  return plainSpaces(format.format(value));
}

/** A whole number: "12,345". */
export function count(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** A count with its noun: "1 order", "12 orders". */
export function counted(value: number, noun: string, nouns = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nouns}`;
}

/** A share between 0 and 1 as a percentage: "12.5%". A dash when there is no share. */
export function percent(share: string | number | null): string {
  if (share === null) return '–';
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(Number(share));
}

/** How a figure moved against the one before it. */
export type Change = { direction: 'up' | 'down' | 'same' | 'new'; text: string };

/** The change from `before` to `now`, in percent of `before`; "new" when there was nothing before. */
export function change(now: string | number | null, before: string | number | null): Change | null {
  if (now === null || before === null) return null;
  const [current, previous] = [Number(now), Number(before)];
  if (current === previous) return { direction: 'same', text: 'No change' };
  if (previous === 0) return { direction: 'new', text: 'Nothing before' };
  const share = (current - previous) / Math.abs(previous);
  const size = Math.abs(share);
  if (size < 0.0005) return { direction: 'same', text: 'No change' };
  const text =
    size >= 10
      ? '>999%'
      : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: size < 0.1 ? 1 : 0 }).format(size);
  return { direction: share > 0 ? 'up' : 'down', text };
}

/** A moment in the store's time zone: "Nov 20, 2026, 7:47 PM". */
export function moment(instant: string | Date, timeZone: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '–';
  return plainSpaces(
    new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(date),
  );
}

/** A moment with the day short and the year only when it is not `now`'s: "Nov 20, 7:47 PM". */
export function shortMoment(instant: string | Date, timeZone: string, now: Date): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '–';
  const year = (at: Date) => new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric' }).format(at);
  return plainSpaces(
    new Intl.DateTimeFormat(locale, {
      timeZone,
      month: 'short',
      day: 'numeric',
      ...(year(date) === year(now) ? {} : { year: 'numeric' }),
      hour: 'numeric',
      minute: '2-digit',
    }).format(date),
  );
}

/** A day written YYYY-MM-DD: "Nov 20, 2026", or "Nov 20" when short. */
export function day(text: string, style: 'full' | 'short' = 'full'): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    ...(style === 'full' ? { year: 'numeric' } : {}),
  }).format(date);
}

/** Two days as one period: "Nov 1 – Nov 20, 2026"; a single day stands alone. */
export function dayRange(from: string, to: string): string {
  if (from === to) return day(to);
  return `${day(from, from.slice(0, 4) === to.slice(0, 4) ? 'short' : 'full')} – ${day(to)}`;
}

/** How long ago, roughly: "just now", "4 minutes ago". */
export function ago(instant: string | Date, now: Date): string {
  const seconds = Math.round((now.getTime() - new Date(instant).getTime()) / 1000);
  if (Number.isNaN(seconds)) return '–';
  if (seconds < 45) return 'just now';
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [
    [86_400 * 365, 'year'],
    [86_400 * 30, 'month'],
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ];
  const [size, unit] = steps.find(([length]) => seconds >= length) ?? [60, 'minute' as const];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(
    -Math.max(1, Math.floor(seconds / size)),
    unit,
  );
}

/** A length of time: "45 s", "3 min", "1 h 20 min". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function currencyFormat(currency: string, digits?: number): Intl.NumberFormat {
  const extra = digits === undefined ? {} : { maximumFractionDigits: Math.min(digits, 20) };
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...extra });
}

/** Intl takes decimal text and keeps every digit; only its type is narrower than the text we hold. */
function asNumeric(text: string): `${number}` {
  return text as `${number}`;
}

/** Runtimes disagree about no-break spaces, and server and browser must write the same text. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

/** A time zone as people know it: zones that are an offset only have a name that counts the other way round. */
export function zoneName(timeZone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(timeZone) ?? [];
  if (hours === undefined) return timeZone === 'Etc/UTC' ? 'UTC' : timeZone;
  return `UTC${sign === '-' ? '+' : '−'}${hours}`;
}
