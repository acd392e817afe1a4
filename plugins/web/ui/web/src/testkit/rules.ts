import type { ActiveAlert, AlertingRule, RecordingRule, Rule, RuleGroup } from '../data/model';

export const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

export const at = (millisBefore: number) => new Date(NOW - millisBefore).toISOString();

export function alert(instance: string, more: Partial<ActiveAlert> = {}): ActiveAlert {
  return {
    labels: { alertname: 'Down', instance, severity: 'page' },
    annotations: { summary: `${instance} is down` },
    state: 'firing',
    activeAt: at(600_000),
    value: '0e+00',
    ...more,
  };
}

export function alerting(name: string, more: Partial<AlertingRule> = {}): AlertingRule {
  return {
    type: 'alerting',
    name,
    query: 'up == 0',
    labels: { severity: 'page' },
    annotations: {},
    state: more.alerts?.[0]?.state ?? 'inactive',
    duration: 300,
    keepFiringFor: 0,
    alerts: [],
    health: 'ok',
    evaluationTime: 0.002,
    lastEvaluation: at(5000),
    ...more,
  };
}

export function recording(name: string, more: Partial<RecordingRule> = {}): RecordingRule {
  return {
    type: 'recording',
    name,
    query: 'sum(up)',
    labels: {},
    health: 'ok',
    evaluationTime: 0.001,
    lastEvaluation: at(5000),
    ...more,
  };
}

export function group(name: string, rules: Rule[], more: Partial<RuleGroup> = {}): RuleGroup {
  return {
    name,
    file: 'rules/basic.yml',
    rules,
    interval: 15,
    limit: 0,
    evaluationTime: 0.004,
    lastEvaluation: at(5000),
    ...more,
  };
}
