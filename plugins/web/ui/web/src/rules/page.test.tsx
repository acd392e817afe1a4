// @vitest-environment happy-dom
import '../testkit/browser';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { draw } from '../testkit/draw';
import { alerting, at, group, NOW, recording } from '../testkit/rules';
import RulesPage from './page';
import { countHealth, lagMillis, toRows } from './rows';

const GROUPS = [
  group('good', [recording('job:up:sum'), alerting('Down')]),
  group('broken', [recording('job:bad', { health: 'err', lastError: 'many-to-many matching' })]),
];
const NO_FILTER = { health: new Set<string>(), type: '', search: '' };

it('puts groups first in which something fails', () => {
  expect(toRows(GROUPS, NO_FILTER).map(({ key }) => key)).toEqual([
    'rules/basic.yml;broken',
    'rules/basic.yml;broken;0',
    'rules/basic.yml;good',
    'rules/basic.yml;good;0',
    'rules/basic.yml;good;1',
  ]);
  expect(countHealth(GROUPS)).toEqual({ ok: 2, err: 1, unknown: 0 });
});

it('filters by health, type and words of name, expression, label, group and error', () => {
  const found = (filter: Partial<typeof NO_FILTER>) =>
    toRows(GROUPS, { ...NO_FILTER, ...filter }).flatMap((row) =>
      row.kind === 'rule' ? [row.rule.name] : [],
    );
  expect(found({ health: new Set(['err']) })).toEqual(['job:bad']);
  expect(found({ type: 'alerting' })).toEqual(['Down']);
  expect(found({ search: 'many-to-many' })).toEqual(['job:bad']);
  expect(found({ search: 'severity="page" good' })).toEqual(['Down']);
  expect(found({ search: 'sum(up) good' })).toEqual(['job:up:sum']);
});

it('tells how late a group is', () => {
  const late = (before: number) =>
    lagMillis(group('a', [], { lastEvaluation: at(before), evaluationTime: 1 }), NOW);
  expect(late(5000)).toBe(0);
  expect(late(16_000)).toBe(0);
  expect(late(46_000)).toBe(30_000);
  expect(
    lagMillis(group('a', [], { lastEvaluation: '0001-01-01T00:00:00Z' }), NOW),
  ).toBeUndefined();
});

it('shows groups with their rules, expressions as links, and errors', async () => {
  draw(<RulesPage />, { rules: { groups: GROUPS } });
  expect(await screen.findByText('many-to-many matching')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'job:up:sum' }).getAttribute('href')).toContain(
    'g0.expr=job%3Aup%3Asum',
  );
  expect(screen.getByRole('link', { name: 'Down' }).getAttribute('href')).toBe(
    '/alerts?search=Down',
  );
  expect(screen.getByText('3 rules in 2 groups')).toBeTruthy();
});

it('says why there is nothing', async () => {
  draw(<RulesPage />, { rules: { groups: [] } });
  expect(await screen.findByText(/There are no rules/)).toBeTruthy();
});
