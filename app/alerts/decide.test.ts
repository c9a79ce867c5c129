import { expect, test } from 'vitest';
import { decide, isQuiet } from './decide';
import { clockOf, readAlertForm } from './form';
import { messageOf } from './message';
import { type Readings, ruleNames, rules, troublesIn } from './rules';

const well: Readings = {
  ...{ minutesSinceSync: 5, minutesWaiting: null, deadLetters: 0 },
  ...{ differences: 0, failedJobs: 0, waitForPermission: 0, missedChanges: 0 },
};

test('a store that is well breaks no rule, and each rule is broken by its own reading', () => {
  expect(troublesIn(well, {})).toEqual([]);
  const worst: Readings = {
    ...{ minutesSinceSync: 1e6, minutesWaiting: 1e6, deadLetters: 1e6 },
    ...{ differences: 1e6, failedJobs: 1e6, waitForPermission: 1e6, missedChanges: 1e6 },
  };
  expect(troublesIn(worst, {}).map(({ rule }) => rule)).toEqual([...ruleNames]);
  for (const { name, threshold, of } of rules) {
    const key = (Object.keys(well) as (keyof Readings)[]).find((one) => of({ ...well, [one]: -7 }) === -7);
    if (key === undefined) throw new Error(`${name} reads nothing`);
    expect(troublesIn({ ...well, [key]: threshold }, {})).toEqual([{ rule: name, value: threshold }]);
    expect(troublesIn({ ...well, [key]: threshold - 1 }, {})).toEqual([]);
    expect(troublesIn({ ...well, [key]: threshold }, { [name]: threshold + 1 })).toEqual([]);
  }
});

test('an alert begins once, lasts, and ends once', () => {
  const trouble = { rule: 'dead-letters' as const, value: 3 };
  expect(decide([trouble], [])).toEqual({ raised: [trouble], lasting: [], recovered: [] });
  const open = { id: 'a', rule: 'dead-letters' as const, toldAt: null };
  expect(decide([trouble], [open])).toEqual({ raised: [], lasting: [{ id: 'a', value: 3 }], recovered: [] });
  expect(decide([], [open])).toEqual({ raised: [], lasting: [], recovered: [open] });
});

test('quiet hours go by the store’s clock and over midnight', () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  const at = (time: string, zone: string, quiet = night) => isQuiet(new Date(`2026-07-01T${time}Z`), zone, quiet);
  expect(at('23:30:00', 'UTC')).toBe(true);
  expect(at('06:59:00', 'UTC')).toBe(true);
  expect(at('07:00:00', 'UTC')).toBe(false);
  expect(at('20:30:00', 'Europe/Berlin')).toBe(true);
  expect(at('20:30:00', 'America/New_York')).toBe(false);
  expect(at('12:00:00', 'UTC', { from: 11 * 60, to: 13 * 60 })).toBe(true);
  expect(at('12:00:00', 'UTC', { from: 60, to: 60 })).toBe(false);
  expect(isQuiet(new Date(), 'UTC', null)).toBe(false);
});

test('a message says what is wrong, what to do, and what is over', () => {
  const message = messageOf({ name: 'Nice Shop', url: 'https://app.example/app/sync' }, [
    { rule: 'dead-letters', value: 4, state: 'raised' },
    { rule: 'permission', value: 1, state: 'recovered' },
  ]);
  expect(message.subject).toBe('Nice Shop: Messages could not be processed and 1 more');
  expect(message.text).toContain('4 entries');
  expect(message.text).toContain('a button to retry');
  expect(message.text).toContain('Over again: the platform does not let us in.');
  expect(message.text).toContain('https://app.example/app/sync');
});

test('the form refuses with words and keeps what is right', () => {
  const empty = { email: '', webhook: '', quietFrom: '', quietTo: '', thresholds: {} };
  expect(readAlertForm(empty)).toEqual({ settings: { email: null, webhook: null, quiet: null, thresholds: {} } });
  const wrong = readAlertForm({
    ...{ email: 'nobody', webhook: 'ftp://x', quietFrom: '25:00', quietTo: '' },
    thresholds: { waiting: '0', differences: '2.5', 'dead-letters': '7' },
  });
  expect(Object.keys('errors' in wrong ? wrong.errors : {}).sort()).toEqual(
    ['differences', 'email', 'quietFrom', 'quietTo', 'waiting', 'webhook'].sort(),
  );
  const right = readAlertForm({
    ...{ email: 'a@example.com', webhook: 'https://hooks.example.com/1', quietFrom: '22:00', quietTo: '07:30' },
    thresholds: { waiting: ' 30 ' },
  });
  expect(right).toEqual({
    settings: {
      ...{ email: 'a@example.com', webhook: 'https://hooks.example.com/1', thresholds: { waiting: 30 } },
      quiet: { from: 1320, to: 450 },
    },
  });
  expect(clockOf(450)).toBe('07:30');
});
