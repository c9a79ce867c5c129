import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metrics } from '../../app/observability/metrics.server';

/** Alert rules, dashboard and runbook speak of metrics that exist, and of each other. */
const alerts = readFileSync('docs/monitoring/alerts.yml', 'utf8');
const dashboard = readFileSync('docs/monitoring/dashboard.json', 'utf8');
const runbook = readFileSync('docs/runbooks/alerts.md', 'utf8');

test('every metric that a rule or a panel asks for is one of ours', async () => {
  const known = new Set((await metrics.getMetricsAsJSON()).map(({ name }) => name));
  for (const text of [alerts, dashboard]) {
    const asked = new Set(text.match(/tagalong_\w+/g));
    expect(asked.size).toBeGreaterThan(5);
    for (const name of asked) expect([...known], name).toContain(name.replace(/_(bucket|sum|count)$/, ''));
  }
});

test('every metric of ours is on the dashboard, but for those that a panel has under another name', async () => {
  const own = (await metrics.getMetricsAsJSON()).map(({ name }) => name).filter((name) => name.startsWith('tagalong_'));
  const shown = new Set(dashboard.match(/tagalong_\w+/g)?.map((name) => name.replace(/_bucket$/, '')));
  expect(own.filter((name) => !shown.has(name))).toEqual(['tagalong_inbox_entries_total']);
});

test('every alert has its runbook, and every runbook its alert', () => {
  const names = [...alerts.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(5);
  expect([...runbook.matchAll(/^## (\w+)/gm)].map(([, name]) => name).sort()).toEqual([...names].sort());
  for (const name of names) expect(alerts).toContain(`runbook: docs/runbooks/alerts.md#${name}`);
});
