import { seriesKey } from '../chart/columns';
import type { ActiveAlert, AlertingRule, AlertState, Labels, RuleGroup } from '../data/model';
import { matcherOf } from '../shell/filter';

/** What stands first: what people have to act on. */
export const STATES: readonly AlertState[] = ['firing', 'pending', 'unknown', 'inactive'];

const rank = (state: AlertState) => STATES.indexOf(state);

/** An alerting rule in its place, with those of its alerts that the filters let through. */
export interface RuleView {
  key: string;
  rule: AlertingRule;
  group: RuleGroup;
  state: AlertState;
  alerts: ActiveAlert[];
}

/** One line of the list. */
export type Row =
  | { kind: 'section'; key: string; title: string; note: string; firing: number; pending: number }
  | { kind: 'rule'; key: string; view: RuleView; open: boolean }
  | { kind: 'detail'; key: string; view: RuleView }
  | { kind: 'alert'; key: string; view: RuleView; alert: ActiveAlert; named: boolean };

export interface Filter {
  /** None means all. */
  states: ReadonlySet<string>;
  search: string;
}

/** A rule that was never evaluated has no state so far, whatever the API calls it. */
export function stateOf(rule: AlertingRule): AlertState {
  return rule.health === 'unknown' && rule.state === 'inactive' ? 'unknown' : rule.state;
}

/** All alerting rules of the groups. */
export function toViews(groups: readonly RuleGroup[]): RuleView[] {
  const views: RuleView[] = [];
  for (const group of groups) {
    group.rules.forEach((rule, i) => {
      if (rule.type === 'alerting') {
        const alerts = (rule.alerts ?? []).filter((alert) => alert.state !== 'inactive');
        alerts.sort(
          (a, b) => rank(a.state) - rank(b.state) || a.activeAt.localeCompare(b.activeAt),
        );
        const key = `${group.file};${group.name};${i}`;
        views.push({ key, rule, group, state: stateOf(rule), alerts });
      }
    });
  }
  return views;
}

/** How many rules are in each state. */
export function countStates(views: readonly RuleView[]): Record<AlertState, number> {
  const counts: Record<AlertState, number> = { firing: 0, pending: 0, inactive: 0, unknown: 0 };
  for (const view of views) {
    counts[view.state]++;
  }
  return counts;
}

/**
 * Rules that pass, each with its alerts that pass: all of them where the rule itself has the words
 * that are looked for.
 */
export function filterViews(views: readonly RuleView[], { states, search }: Filter): RuleView[] {
  const matches = matcherOf(search);
  const found: RuleView[] = [];
  for (const view of views) {
    const inState =
      states.size === 0 ? view.alerts : view.alerts.filter((alert) => states.has(alert.state));
    if (states.size > 0 && !states.has(view.state) && inState.length === 0) {
      continue;
    }
    const head = textOfRule(view);
    const alerts = matches(head)
      ? inState
      : inState.filter((alert) => matches(`${head} ${textOfAlert(alert)}`));
    if (alerts.length > 0 || matches(head)) {
      found.push(alerts.length === view.alerts.length ? view : { ...view, alerts });
    }
  }
  return found;
}

const textOfLabels = (labels: Labels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');

function textOfRule({ rule, group }: RuleView) {
  return `${rule.name} ${textOfLabels(rule.labels)} ${group.name} ${group.file}`;
}

function textOfAlert(alert: ActiveAlert) {
  return `${textOfLabels(alert.labels)} ${Object.values(alert.annotations).join(' ')}`;
}

/** Names of labels by which alerts can be grouped. */
export function labelNames(views: readonly RuleView[]): string[] {
  const names = new Set<string>();
  for (const { alerts } of views) {
    for (const { labels } of alerts) {
      for (const name in labels) {
        names.add(name);
      }
    }
  }
  return [...names].sort();
}

/**
 * The list as it is drawn. By rule group (`''`) or by file it holds rules, and the alerts of open
 * ones; by the values of a label it holds alerts alone.
 */
export function toRows(
  views: readonly RuleView[],
  by: string,
  isOpen: (view: RuleView) => boolean,
): Row[] {
  return by === '' || by === 'file' ? byRule(views, by, isOpen) : byLabel(views, by);
}

function byRule(
  views: readonly RuleView[],
  by: string,
  isOpen: (view: RuleView) => boolean,
): Row[] {
  const sections = new Map<string, RuleView[]>();
  for (const view of views) {
    const { file, name } = view.group;
    append(sections, by === 'file' ? file : `${file};${name}`, view);
  }
  const worst = (some: readonly RuleView[]) => Math.min(...some.map(({ state }) => rank(state)));
  const rows: Row[] = [];
  for (const [key, some] of [...sections].sort(([, a], [, b]) => worst(a) - worst(b))) {
    const first = some[0]?.group;
    rows.push({
      kind: 'section',
      key,
      title: (by === 'file' ? first?.file : first?.name) ?? '',
      note: by === 'file' ? '' : (first?.file ?? ''),
      ...countAlerts(some.flatMap(({ alerts }) => alerts)),
    });
    for (const view of some.sort((a, b) => rank(a.state) - rank(b.state))) {
      const open = isOpen(view);
      rows.push({ kind: 'rule', key: view.key, view, open });
      if (open) {
        rows.push({ kind: 'detail', key: `${view.key};detail`, view });
        for (const alert of view.alerts) {
          rows.push(alertRow(view, alert, false));
        }
      }
    }
  }
  return rows;
}

function byLabel(views: readonly RuleView[], name: string): Row[] {
  const sections = new Map<string, Extract<Row, { kind: 'alert' }>[]>();
  for (const view of views) {
    for (const alert of view.alerts) {
      append(sections, alert.labels[name] ?? '', alertRow(view, alert, true));
    }
  }
  const rows: Row[] = [];
  // alerts without the label come last
  for (const [value, some] of [...sections].sort(
    ([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b),
  )) {
    rows.push({
      kind: 'section',
      key: `value;${value}`,
      title: value === '' ? `no label ${name}` : `${name}="${value}"`,
      note: '',
      ...countAlerts(some.map(({ alert }) => alert)),
    });
    rows.push(...some.sort((a, b) => rank(a.alert.state) - rank(b.alert.state)));
  }
  return rows;
}

function alertRow(view: RuleView, alert: ActiveAlert, named: boolean) {
  return {
    kind: 'alert' as const,
    key: `${view.key};${seriesKey(alert.labels)}`,
    view,
    alert,
    named,
  };
}

function countAlerts(alerts: readonly ActiveAlert[]) {
  const firing = alerts.filter(({ state }) => state === 'firing').length;
  return { firing, pending: alerts.length - firing };
}

function append<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
