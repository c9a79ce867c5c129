import { expect, it } from 'vitest';
import { Fault } from '../domain/shared/fault';
import { attemptsMax, endingOf, isTransient, unknownStore } from './ending';

const malformed = new Fault({ reasonClass: 'malformed', retry: false, publicMessage: 'This is not an order.' });
const throttled = new Fault({
  reasonClass: 'throttled',
  retry: true,
  publicMessage: 'Too fast.',
  retryAfterMs: 90_000,
});

it('gives up at once on what cannot become right', () => {
  expect(endingOf(malformed, 1, '7')).toEqual({
    state: 'dead',
    reasonClass: 'malformed',
    reason: 'This is not an order.',
    objectId: '7',
  });
  const refused = Object.assign(new Error('invalid byte sequence'), { code: '22021' });
  expect(endingOf(refused, 1, null)).toMatchObject({ state: 'dead', reasonClass: 'invalid' });
});

it('waits longer at every try, at least as long as was asked, and ends after the last', () => {
  const waits = Array.from({ length: attemptsMax }, (_, i) => endingOf(new Error('x'), i + 1, null));
  expect(waits.map((w) => (w.state === 'failed' ? w.retryInSeconds : w.state))).toEqual([
    1,
    5,
    30,
    120,
    600,
    1800,
    3600,
    'dead',
  ]);
  expect(endingOf(throttled, 1, null)).toMatchObject({ state: 'failed', retryInSeconds: 90 });
});

it('never gives up on a store that may yet be installed', () => {
  expect(unknownStore(500)).toMatchObject({ state: 'failed', retryInSeconds: 3600 });
});

it('tells trouble of the database from trouble with the data', () => {
  for (const code of ['40P01', '40001', '57P01', '53300', '08006', 'ECONNREFUSED']) {
    expect(isTransient(Object.assign(new Error('x'), { code }))).toBe(true);
  }
  for (const code of ['22P02', '23505', '42703']) {
    expect(isTransient(Object.assign(new Error('x'), { code }))).toBe(false);
  }
  for (const said of [
    'Query read timeout',
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
  ]) {
    expect(isTransient(new Error(said))).toBe(true);
  }
  expect(isTransient(new Error('Prepared statements must be unique'))).toBe(false);
  expect(isTransient(new TypeError('undefined is not a function'))).toBe(false);
});
