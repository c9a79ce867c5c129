import { expect, test } from 'vitest';
import { asPlatformTime, hearClock } from './platform-clock.server';

const now = Date.UTC(2026, 10, 28, 12, 0, 0, 400);

test('a clock that goes wrong is corrected, the second of a header is not', () => {
  hearClock('Sat, 28 Nov 2026 12:00:02 GMT', now);
  expect(asPlatformTime(now)).toBe('2026-11-28T12:00:00.400Z');
  hearClock('Fri, 27 Nov 2026 12:00:00 GMT', now);
  expect(asPlatformTime(now)).toBe('2026-11-27T12:00:00.000Z');
  hearClock('Sat, 28 Nov 2026 12:05:00 GMT', now);
  expect(asPlatformTime(now + 1000)).toBe('2026-11-28T12:05:01.000Z');
  hearClock(null, now);
  hearClock('yesterday', now);
  expect(asPlatformTime(now), 'what says nothing changes nothing').toBe('2026-11-28T12:05:00.000Z');
  hearClock('Sat, 28 Nov 2026 12:00:00 GMT', now);
  expect(asPlatformTime(now)).toBe('2026-11-28T12:00:00.400Z');
});
