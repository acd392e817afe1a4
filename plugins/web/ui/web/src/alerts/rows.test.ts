// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { alert, alerting, at, group, NOW, recording } from '../testkit/rules';
import { countStates, filterViews, labelNames, toRows, toViews } from './rows';
import { toRuns } from './strip';
import { outlookOf, whyOf } from './why';

const GROUPS = [
  group('quiet', [alerting('Calm'), recording('job:up:sum')]),
  group('loud', [
    alerting('Slow', { alerts: [alert('c', { state: 'pending', activeAt: at(60_000) })] }),
    alerting('Down', { alerts: [alert('a'), alert('b', { state: 'pending' })] }),
    alerting('Fresh', { health: 'unknown', lastEvaluation: '0001-01-01T00:00:00Z' }),
  ]),
];
const VIEWS = toViews(GROUPS);
const NO_FILTER = { states: new Set<string>(), search: '' };

const names = (views: readonly { rule: { name: string } }[]) => views.map(({ rule }) => rule.name);

describe('the list of alerts', () => {
  it('counts rules by state, and knows one that was never evaluated', () => {
    expect(countStates(VIEWS)).toEqual({ firing: 1, pending: 1, inactive: 1, unknown: 1 });
  });

  it('puts what fires first, groups and rules alike', () => {
    const rows = toRows(VIEWS, '', () => false);
    expect(rows.map((row) => (row.kind === 'rule' ? row.view.rule.name : row.kind))).toEqual([
      'section',
      'Down',
      'Slow',
      'Fresh',
      'section',
      'Calm',
    ]);
    expect(rows[0]).toMatchObject({ title: 'loud', firing: 1, pending: 2 });
  });

  it('keeps rules of a state and alerts of a state', () => {
    expect(names(filterViews(VIEWS, { ...NO_FILTER, states: new Set(['inactive']) }))).toEqual([
      'Calm',
    ]);
    const pending = filterViews(VIEWS, { ...NO_FILTER, states: new Set(['pending']) });
    expect(names(pending)).toEqual(['Slow', 'Down']);
    expect(pending[1]?.alerts.map(({ labels }) => labels.instance)).toEqual(['b']);
  });

  it('looks for words in rules and in each alert', () => {
    const found = (search: string) => filterViews(VIEWS, { ...NO_FILTER, search });
    expect(found('Down').find(({ rule }) => rule.name === 'Down')?.alerts).toHaveLength(2);
    expect(found('instance="a"').flatMap(({ alerts }) => alerts)).toHaveLength(1);
    expect(found('down instance="b"').flatMap(({ alerts }) => alerts)).toHaveLength(1);
    expect(names(found('quiet'))).toEqual(['Calm']);
    expect(found('nothing of this')).toEqual([]);
  });

  it('groups alerts by the values of a label', () => {
    expect(labelNames(VIEWS)).toEqual(['alertname', 'instance', 'severity']);
    const rows = toRows(VIEWS, 'instance', () => false);
    expect(rows.map((row) => (row.kind === 'section' ? row.title : row.kind))).toEqual([
      'instance="a"',
      'alert',
      'instance="b"',
      'alert',
      'instance="c"',
      'alert',
    ]);
    expect(toRows(VIEWS, 'rack', () => false)[0]).toMatchObject({ title: 'no label rack' });
  });

  it('gives every row a key of its own', () => {
    const keys = toRows(VIEWS, '', () => true).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('why', () => {
  it('says what a rule waits for', () => {
    const [slow] = VIEWS.filter(({ rule }) => rule.name === 'Slow');
    expect(whyOf(slow?.rule ?? alerting(''), 15, NOW)).toBe(
      '1 of its series meet the expression, but not yet for 5m; the first fires in 4m.',
    );
    expect(whyOf(alerting('Calm'), 15, NOW)).toBe('Its expression finds no series now.');
    expect(whyOf(alerting('New', { lastEvaluation: '0001-01-01T00:00:00Z' }), 15, NOW)).toBe(
      'Not evaluated yet: its group runs every 15s.',
    );
    expect(whyOf(alerting('Bad', { health: 'err' }), 15, NOW)).toContain('failed');
  });

  it('says what will become of an alert', () => {
    const rule = alerting('Down', { keepFiringFor: 120 });
    const look = (more: Parameters<typeof alert>[1]) => outlookOf(rule, alert('a', more), NOW);
    expect(look({ state: 'pending', activeAt: at(60_000) })).toBe('fires in 4m');
    expect(look({ state: 'pending', activeAt: at(301_000) })).toBe('fires at the next evaluation');
    expect(look({ keepFiringSince: at(30_000) })).toBe('not met any more, ends in 1m30s');
    expect(look({})).toBe('');
  });
});

it('draws the last day as runs of one state, where firing hides pending', () => {
  const step = 300;
  const series = (alertstate: string, ...steps: number[]) => ({
    metric: { alertstate },
    values: steps.map((n): [number, string] => [n * step, '1']),
  });
  expect(toRuns([series('pending', 1, 2, 3), series('firing', 3, 4)], 0)).toEqual([
    { state: 'pending', from: 1, length: 2 },
    { state: 'firing', from: 3, length: 2 },
  ]);
  expect(toRuns([], 0)).toEqual([]);
});
