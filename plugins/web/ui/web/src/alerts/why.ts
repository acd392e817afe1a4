import type { ActiveAlert, AlertingRule } from '../data/model';
import { formatDuration } from '../data/time';

const whole = (millis: number) => formatDuration(Math.max(0, Math.round(millis / 1000)) * 1000);

/** When a rule or group was evaluated last, undefined for never. */
export function evaluatedMillis({ lastEvaluation }: { lastEvaluation: string }) {
  const millis = Date.parse(lastEvaluation);
  return millis > 0 ? millis : undefined;
}

/** Why a rule has the state that it has. */
export function whyOf(rule: AlertingRule, intervalSeconds: number, nowMillis: number): string {
  if (rule.health === 'err') {
    return 'Its last evaluation failed, so its alerts stay as they were before:';
  }
  if (evaluatedMillis(rule) === undefined) {
    return `Not evaluated yet: its group runs every ${formatDuration(intervalSeconds * 1000)}.`;
  }
  const alerts = rule.alerts ?? [];
  const waiting = alerts.filter(({ state }) => state === 'pending');
  const kept = alerts.filter(({ keepFiringSince }) => keepFiringSince !== undefined);
  if (alerts.length === 0) {
    return 'Its expression finds no series now.';
  }
  const parts: string[] = [];
  if (waiting.length > 0) {
    const next = Math.min(...waiting.map((alert) => remainingMillis(rule, alert, nowMillis)));
    parts.push(
      `${waiting.length} of its series meet the expression, but not yet for ${formatDuration(
        rule.duration * 1000,
      )}; the first fires ${next > 0 ? `in ${whole(next)}` : 'at the next evaluation'}.`,
    );
  }
  if (kept.length > 0) {
    parts.push(
      `${kept.length} no longer meet the expression and are kept firing for ${formatDuration(
        rule.keepFiringFor * 1000,
      )}.`,
    );
  }
  return parts.join(' ');
}

/** How long an alert that is pending has to wait until it fires. */
function remainingMillis(rule: AlertingRule, alert: ActiveAlert, nowMillis: number) {
  return Date.parse(alert.activeAt) + rule.duration * 1000 - nowMillis;
}

/** What will become of an alert, empty where nothing is known to come. */
export function outlookOf(rule: AlertingRule, alert: ActiveAlert, nowMillis: number): string {
  if (alert.state === 'pending') {
    const left = remainingMillis(rule, alert, nowMillis);
    return left > 0 ? `fires in ${whole(left)}` : 'fires at the next evaluation';
  }
  if (alert.keepFiringSince !== undefined) {
    const left = Date.parse(alert.keepFiringSince) + rule.keepFiringFor * 1000 - nowMillis;
    return left > 0 ? `not met any more, ends in ${whole(left)}` : 'ends at the next evaluation';
  }
  return '';
}
