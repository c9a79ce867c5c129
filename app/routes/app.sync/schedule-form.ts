import type { Schedule } from '~/sync/schedule-store.server';

/** The choices a merchant has; the API takes any number within the bounds. */
export const everyChoices = [
  { label: 'Every 10 minutes', value: '10' },
  { label: 'Every 30 minutes', value: '30' },
  { label: 'Every hour', value: '60' },
  { label: 'Every 6 hours', value: '360' },
  { label: 'Once a day', value: '1440' },
];
export const overlapChoices = [
  { label: 'One hour', value: '60' },
  { label: '6 hours', value: '360' },
  { label: 'One day', value: '1440' },
  { label: '3 days', value: '4320' },
  { label: 'One week', value: '10080' },
];

/** A choice that somebody made elsewhere is offered too. */
export function withChosen(choices: { label: string; value: string }[], minutes: number) {
  const value = String(minutes);
  if (choices.some((choice) => choice.value === value)) return choices;
  return [...choices, { label: `${value} minutes`, value }];
}

/** The schedule that a form asks for; null when it is none. */
export function scheduleIn(form: FormData): Schedule | null {
  const minutes = (name: string) => {
    const text = String(form.get(name) ?? '');
    return /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  };
  const schedule = {
    enabled: form.get('enabled') === 'true',
    everyMinutes: minutes('everyMinutes'),
    overlapMinutes: minutes('overlapMinutes'),
  };
  const isEvery = schedule.everyMinutes >= 5 && schedule.everyMinutes <= 1440;
  return isEvery && schedule.overlapMinutes >= 10 && schedule.overlapMinutes <= 20_160 ? schedule : null;
}
