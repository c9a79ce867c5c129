import { longestPeriod, periodOf } from '~/analytics/period';
import { addDays, type Day, isDay } from '~/domain/shared/day';

/** Which days are asked about, and at the end of which day their figures were known. */
export type Question = { from: Day; to: Day; known: Day };

/**
 * Reads the address; what makes no sense is the last 30 days as known at the end of yesterday.
 * @param today the store's present day
 */
export function readQuestion(params: URLSearchParams, today: Day): Question {
  const dayIn = (name: string) => {
    const text = params.get(name) ?? '';
    return isDay(text) ? text : null;
  };
  const [from, to, known] = [dayIn('from'), dayIn('to'), dayIn('known')];
  const usual = periodOf('last-30-days', today);
  const isSensible = from !== null && to !== null && from <= to && to <= addDays(from, longestPeriod);
  return {
    from: isSensible ? from : usual.from,
    to: isSensible ? to : usual.to,
    known: known !== null && known <= today ? known : addDays(today, -1),
  };
}

export function questionPath(question: Question): string {
  return `/app/analytics/changes?${new URLSearchParams(question)}`;
}
