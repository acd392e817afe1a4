import type { Rule, RuleGroup } from '../data/model';
import { matcherOf } from '../shell/filter';

export type Health = Rule['health'];

/** What stands first: what people have to act on. */
export const HEALTHS: readonly Health[] = ['err', 'unknown', 'ok'];

export const HEALTH_WORDS: Record<Health, string> = {
  err: 'failing',
  unknown: 'not run yet',
  ok: 'ok',
};

/** One line of the list. */
export type Row =
  | { kind: 'group'; key: string; group: RuleGroup; shown: number; failing: number }
  | { kind: 'rule'; key: string; rule: Rule };

export interface Filter {
  /** None means all. */
  health: ReadonlySet<string>;
  type: string;
  search: string;
}

/** Groups with those of their rules that pass; groups in which something fails stand first. */
export function toRows(groups: readonly RuleGroup[], filter: Filter): Row[] {
  const matches = matcherOf(filter.search);
  const sections: { failing: number; rows: Row[] }[] = [];
  for (const group of groups) {
    const about = `${group.name} ${group.file}`;
    const key = `${group.file};${group.name}`;
    const rules = group.rules
      .map((rule, i) => ({ kind: 'rule' as const, key: `${key};${i}`, rule }))
      .filter(
        ({ rule }) =>
          (filter.health.size === 0 || filter.health.has(rule.health)) &&
          (filter.type === '' || rule.type === filter.type) &&
          matches(`${textOf(rule)} ${about}`),
      );
    if (rules.length > 0) {
      const failing = group.rules.filter(({ health }) => health === 'err').length;
      sections.push({
        failing,
        rows: [{ kind: 'group', key, group, shown: rules.length, failing }, ...rules],
      });
    }
  }
  // the order of files stays otherwise: it is the order of evaluation that people know
  return sections
    .sort((a, b) => Number(b.failing > 0) - Number(a.failing > 0))
    .flatMap(({ rows }) => rows);
}

function textOf(rule: Rule) {
  const labels = Object.entries(rule.labels).map(([name, value]) => `${name}="${value}"`);
  return `${rule.name} ${rule.query} ${labels.join(' ')} ${rule.lastError ?? ''}`;
}

/** How many rules are in each health. */
export function countHealth(groups: readonly RuleGroup[]): Record<Health, number> {
  const counts: Record<Health, number> = { ok: 0, err: 0, unknown: 0 };
  for (const { rules } of groups) {
    for (const { health } of rules) {
      counts[health]++;
    }
  }
  return counts;
}

/**
 * How late a group is: the time since its next evaluation was due. Undefined before the first one. A
 * running evaluation may take as long as the last one did before it counts as late.
 */
export function lagMillis(group: RuleGroup, nowMillis: number): number | undefined {
  const last = Date.parse(group.lastEvaluation);
  if (!(last > 0)) {
    return undefined;
  }
  const due = last + (group.interval + group.evaluationTime) * 1000;
  return Math.max(0, nowMillis - due);
}
