import { expect, it } from 'vitest';
import { type SyncJobRow, viewOf } from './job-view';

const start = new Date('2026-11-20T10:00:00Z');
const row: SyncJobRow = {
  id: '5b0b9a52-5f63-4c4c-8d3a-0a4f6a2f7c11',
  kind: 'backfill',
  state: 'running',
  trigger: 'install',
  params: {},
  total: 1000,
  processed: 200,
  created: 200,
  updated: 0,
  unchanged: 0,
  failed: 0,
  error: null,
  waitsForPermission: false,
  createdAt: start,
  startedAt: start,
  finishedAt: null,
  updatedAt: start,
};

it('tells the rate so far and what is left at that rate', () => {
  const view = viewOf(row, new Date('2026-11-20T10:00:10Z'));
  expect(view).toMatchObject({ ratePerSecond: 20, secondsLeft: 40 });
});

it('promises nothing that it cannot know', () => {
  expect(viewOf({ ...row, total: null }, new Date('2026-11-20T10:00:10Z')).secondsLeft).toBeNull();
  expect(viewOf({ ...row, processed: 0 }, start)).toMatchObject({ ratePerSecond: null, secondsLeft: null });
});

it('stops the clock when the job is over', () => {
  const view = viewOf({ ...row, finishedAt: new Date('2026-11-20T10:00:05Z') }, new Date('2026-11-21T00:00:00Z'));
  expect(view).toMatchObject({ ratePerSecond: 40, secondsLeft: 0 });
});
