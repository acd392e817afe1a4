import { Link } from 'wouter';
import { LabelChip } from '../chart/labels';
import { formatValue } from '../chart/units';
import type { ActiveAlert, AlertState, Labels } from '../data/model';
import { formatAgo, formatDuration, formatTime, zoneName } from '../data/time';
import { unitOfExpression } from '../query/unit';
import { Icon } from '../shell/icons';
import { hasPage } from '../shell/pages';
import { PromqlLink } from '../shell/promql-text';
import { useSettings } from '../shell/settings';
import { StateMark, type Mood } from '../shell/state-mark';
import styles from './alerts.module.css';
import type { Row, RuleView } from './rows';
import { StateStrip } from './strip';
import { evaluatedMillis, outlookOf, whyOf } from './why';

export const MOODS: Record<AlertState, Mood> = {
  firing: 'bad',
  pending: 'warn',
  inactive: 'ok',
  unknown: 'none',
};

/** One line of the list of alerts. */
export function AlertListRow({
  row,
  nowMillis,
  onToggle,
}: {
  row: Row;
  nowMillis: number;
  onToggle: (key: string) => void;
}) {
  switch (row.kind) {
    case 'section':
      return (
        <div className={styles.section}>
          <h2>{row.title}</h2>
          {row.note && <span className="dim">{row.note}</span>}
          <Counts firing={row.firing} pending={row.pending} />
        </div>
      );
    case 'rule':
      return <RuleHead view={row.view} open={row.open} onToggle={() => onToggle(row.key)} />;
    case 'detail':
      return <RuleDetail view={row.view} nowMillis={nowMillis} />;
    case 'alert':
      return (
        <AlertLine view={row.view} alert={row.alert} named={row.named} nowMillis={nowMillis} />
      );
  }
}

function Counts({ firing, pending }: { firing: number; pending: number }) {
  return (
    <span className={styles.counts}>
      {firing > 0 && <span>{firing.toLocaleString('en')} firing</span>}
      {pending > 0 && <span>{pending.toLocaleString('en')} pending</span>}
    </span>
  );
}

function RuleHead({
  view,
  open,
  onToggle,
}: {
  view: RuleView;
  open: boolean;
  onToggle: () => void;
}) {
  const { rule, state, alerts } = view;
  const firing = alerts.filter((alert) => alert.state === 'firing').length;
  return (
    <button type="button" className={styles.rule} aria-expanded={open} onClick={onToggle}>
      <span className={styles.turn} data-open={open || undefined}>
        <Icon name="right" size={12} />
      </span>
      <span className={styles.mark}>
        <StateMark mood={MOODS[state]}>{state}</StateMark>
      </span>
      <span className={styles.name}>{rule.name}</span>
      <Counts firing={firing} pending={alerts.length - firing} />
      <Chips labels={rule.labels} />
      {rule.health === 'err' && <StateMark mood="bad">evaluation failed</StateMark>}
      <span className={styles.more}>
        {rule.duration > 0 && `for ${formatDuration(rule.duration * 1000)}`}
      </span>
    </button>
  );
}

function Chips({ labels, without }: { labels: Labels; without?: Labels }) {
  const shown = Object.entries(labels).filter(([name, value]) => without?.[name] !== value);
  return (
    <span className={styles.labels}>
      {shown.map(([name, value]) => (
        <LabelChip key={name} name={name} value={value} />
      ))}
    </span>
  );
}

function RuleDetail({ view, nowMillis }: { view: RuleView; nowMillis: number }) {
  const { rule, group } = view;
  const evaluated = evaluatedMillis(rule);
  const why = whyOf(rule, group.interval, nowMillis);
  return (
    <dl className={styles.detail}>
      <dt>Expression</dt>
      <dd>
        <PromqlLink expr={rule.query} />
      </dd>
      {(why !== '' || rule.lastError) && (
        <>
          <dt>Why</dt>
          <dd>
            {why} {rule.lastError && <span className={styles.error}>{rule.lastError}</span>}
          </dd>
        </>
      )}
      <dt>Fires</dt>
      <dd>
        {rule.duration > 0
          ? `when met for ${formatDuration(rule.duration * 1000)}`
          : 'as soon as it is met'}
        {rule.keepFiringFor > 0 && `, until ${formatDuration(rule.keepFiringFor * 1000)} after`}
        {evaluated !== undefined &&
          `; evaluated ${formatAgo(evaluated, Math.max(evaluated, nowMillis))} in ${formatValue(
            rule.evaluationTime,
            { base: 'seconds' },
            3,
          )}, every ${formatDuration(group.interval * 1000)}`}
      </dd>
      {Object.entries(rule.annotations).map(([name, value]) => (
        <Annotation key={name} name={name} value={value} />
      ))}
      <dt>Last 24 h</dt>
      <dd>
        <StateStrip name={rule.name} />
      </dd>
      <dt>More</dt>
      <dd className={styles.links}>
        <Link href={`/rules?${new URLSearchParams({ search: `${rule.name} ${group.name}` })}`}>
          rules of its group
        </Link>
        {hasPage('/notifications') && (
          <Link
            href={`/notifications?${new URLSearchParams({
              filter: `alertname=${JSON.stringify(rule.name)}`,
            })}`}
          >
            who was told
          </Link>
        )}
      </dd>
    </dl>
  );
}

function Annotation({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <TextOrLink value={value} />
      </dd>
    </>
  );
}

/** Annotations often are addresses of a run book or a dashboard. */
function TextOrLink({ value }: { value: string }) {
  return /^https?:\/\/\S+$/.test(value) ? (
    <a href={value} rel="noreferrer">
      {value}
    </a>
  ) : (
    value
  );
}

function AlertLine({
  view,
  alert,
  named,
  nowMillis,
}: {
  view: RuleView;
  alert: ActiveAlert;
  named: boolean;
  nowMillis: number;
}) {
  const { zone } = useSettings();
  const since = Date.parse(alert.activeAt);
  const outlook = outlookOf(view.rule, alert, nowMillis);
  const { alertname, ...labels } = alert.labels;
  const value = Number(alert.value);
  return (
    <div className={styles.alert}>
      <span>
        <StateMark mood={MOODS[alert.state]}>{alert.state}</StateMark>
      </span>
      <div className={styles.body}>
        <span className={styles.labels}>
          {named && <span className={styles.name}>{alertname}</span>}
          <Chips labels={labels} without={named ? {} : view.rule.labels} />
        </span>
        <Notes annotations={alert.annotations} />
      </div>
      <span className={styles.value} title={`exactly ${alert.value}`}>
        {formatValue(value, unitOfExpression(view.rule.query), 4)}
      </span>
      <span className={styles.since}>
        <span
          title={`since ${formatTime(Math.floor(since / 1000) * 1000, zone)} ${zoneName(since, zone)}`}
        >
          {formatAgo(since, Math.max(since, nowMillis)).replace(' ago', '')}
        </span>
        {outlook && <div className="dim">{outlook}</div>}
      </span>
    </div>
  );
}

/** What an alert says, in one line; names of annotations are on hover. */
function Notes({ annotations }: { annotations: Labels }) {
  const entries = Object.entries(annotations);
  if (entries.length === 0) {
    return null;
  }
  return (
    <div className={styles.notes}>
      {entries.map(([name, value]) => (
        <span key={name} className={styles.note} title={name}>
          <TextOrLink value={value} />
        </span>
      ))}
    </div>
  );
}
