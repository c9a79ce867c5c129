import { expect, test } from 'vitest';
import { questionPath, readQuestion } from './question';

const ask = (query: string) => readQuestion(new URLSearchParams(query), '2026-11-27');

test('the question survives its address', () => {
  const question = { from: '2026-10-01', to: '2026-10-31', known: '2026-11-05' };
  expect(ask(questionPath(question).split('?')[1] ?? '')).toEqual(question);
});

test('without sense: the last 30 days, as known at the end of yesterday', () => {
  const usual = { from: '2026-10-29', to: '2026-11-27', known: '2026-11-26' };
  expect(ask('')).toEqual(usual);
  expect(ask('from=2026-11-10&to=2026-11-01&known=2027-01-01')).toEqual(usual);
  expect(ask('from=2026-02-30&to=x&known=never')).toEqual(usual);
});
