import { Button, NativeSelect } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { Link } from 'wouter';
import { LabelChip } from '../chart/labels';
import { formatValue } from '../chart/units';
import type { Rule, RuleGroup, RulesData } from '../data/model';
import { useRules } from '../data/queries';
import { formatAgo, formatDuration, formatTime, zoneName } from '../data/time';
import { queryLink } from '../query/state';
import { FilterButtons, FilterField, useFilters, useFilterWords } from '../shell/filter';
import { FlatList } from '../shell/flat-list';
import { Icon } from '../shell/icons';
import page from '../shell/page.module.css';
import { PromqlLink } from '../shell/promql-text';
import { useSettings } from '../shell/settings';
import { StateMark, type Mood } from '../shell/state-mark';
import { Answered } from '../shell/waiting';
import {
  countHealth,
  HEALTH_WORDS,
  HEALTHS,
  lagMillis,
  toRows,
  type Health,
  type Row,
} from './rows';
import styles from './rules.module.css';

/** Below this a group counts as on time; the page itself is up to ten seconds old. */
const LATE = 2000;

const MOODS: Record<Health, Mood> = { ok: 'ok', err: 'bad', unknown: 'none' };

/** Rule groups: when they ran, how long it took, and what failed. */
export default function RulesPage() {
  const rules = useRules();
  return (
    <Answered query={rules}>
      {(data) => <Rules data={data} nowMillis={rules.data?.serverMillis ?? 0} />}
    </Answered>
  );
}

function Rules({ data, nowMillis }: { data: RulesData; nowMillis: number }) {
  const [{ search, type }, setFilter] = useFilters('search', 'type');
  const [health, setHealth] = useFilterWords('health');
  const wanted = useDeferredValue(search);
  const counts = useMemo(() => countHealth(data.groups), [data]);
  const rows = useMemo(
    () => toRows(data.groups, { health, type, search: wanted }),
    [data, health, type, wanted],
  );
  const shown = rows.filter(({ kind }) => kind === 'rule').length;
  return (
    <div className={page.page}>
      <div className={page.tools}>
        <FilterButtons
          label="Health"
          chosen={health}
          onChange={setHealth}
          options={HEALTHS.map((value) => ({
            value,
            text: HEALTH_WORDS[value].charAt(0).toUpperCase() + HEALTH_WORDS[value].slice(1),
            count: counts[value],
          }))}
        />
        <NativeSelect
          size="xs"
          aria-label="Type"
          value={type}
          onChange={(event) => setFilter('type', event.currentTarget.value)}
          data={[
            { value: '', label: 'All rules' },
            { value: 'alerting', label: 'Alerting rules' },
            { value: 'recording', label: 'Recording rules' },
          ]}
        />
        <FilterField
          label="Rule, expression, label, group or error"
          value={search}
          onChange={(text) => setFilter('search', text)}
        />
        <span className="dim" role="status">
          {shown.toLocaleString('en')} {shown === 1 ? 'rule' : 'rules'} in{' '}
          {(rows.length - shown).toLocaleString('en')}{' '}
          {rows.length - shown === 1 ? 'group' : 'groups'}
        </span>
      </div>
      <div className={`card ${styles.list}`}>
        {rows.length > 0 ? (
          <FlatList
            label="Rules"
            rows={rows}
            keyOf={(row) => row.key}
            heightOf={(row) => (row.kind === 'group' ? 42 : 46)}
            draw={(row) => <RuleListRow row={row} nowMillis={nowMillis} />}
          />
        ) : data.groups.length === 0 ? (
          <div className={styles.empty}>
            There are no rules: no file that <code>rule_files</code> of the{' '}
            <Link href="/config">configuration</Link> names has a group. The{' '}
            <Link href="/alerts">page of alerts</Link> shows how one looks.
          </div>
        ) : (
          <div className={styles.empty}>
            No rule passes these filters.{' '}
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                setFilter('search', '');
                setFilter('type', '');
                setHealth([]);
              }}
            >
              Clear the filters
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function RuleListRow({ row, nowMillis }: { row: Row; nowMillis: number }) {
  return row.kind === 'group' ? (
    <GroupHead group={row.group} shown={row.shown} failing={row.failing} nowMillis={nowMillis} />
  ) : (
    <RuleLine rule={row.rule} nowMillis={nowMillis} />
  );
}

function GroupHead({
  group,
  shown,
  failing,
  nowMillis,
}: {
  group: RuleGroup;
  shown: number;
  failing: number;
  nowMillis: number;
}) {
  const { zone } = useSettings();
  const last = Date.parse(group.lastEvaluation);
  const share = group.interval > 0 ? group.evaluationTime / group.interval : 0;
  return (
    <div className={styles.group}>
      <h2>{group.name}</h2>
      <span className={styles.file}>{group.file}</span>
      {failing > 0 && <StateMark mood="bad">{`${failing} failing`}</StateMark>}
      <span className={styles.facts}>
        <span className="dim">
          {shown < group.rules.length
            ? `${shown} of ${group.rules.length} rules`
            : `${shown} ${shown === 1 ? 'rule' : 'rules'}`}
        </span>
        <span className="dim">every {formatDuration(group.interval * 1000)}</span>
        {group.limit > 0 && <span className="dim">at most {group.limit} series a rule</span>}
        <span
          className={share > 0.8 ? styles.late : 'dim'}
          title={`${group.evaluationTime} s, ${formatValue(share, { base: 'ratio' }, 2)} of its interval`}
        >
          took {formatValue(group.evaluationTime, { base: 'seconds' }, 3)}
        </span>
        {last > 0 && (
          <span className="dim" title={`${formatTime(last, zone)} ${zoneName(last, zone)}`}>
            ran {formatAgo(last, Math.max(last, nowMillis))}
          </span>
        )}
        <Lag group={group} nowMillis={nowMillis} />
      </span>
    </div>
  );
}

function Lag({ group, nowMillis }: { group: RuleGroup; nowMillis: number }) {
  const lag = lagMillis(group, nowMillis);
  if (lag === undefined) {
    return <span className="dim">not run yet</span>;
  }
  if (lag < LATE) {
    return <span className="dim">on time</span>;
  }
  return (
    <span
      className={styles.late}
      title="The next evaluation should have been done by now: the server is busy, or rules take longer than the interval"
    >
      <Icon name="warning" size={12} /> {formatDuration(Math.round(lag / 1000) * 1000)} late
    </span>
  );
}

function RuleLine({ rule, nowMillis }: { rule: Rule; nowMillis: number }) {
  const { zone } = useSettings();
  const last = Date.parse(rule.lastEvaluation);
  return (
    <div className={styles.rule}>
      <span>
        <StateMark mood={MOODS[rule.health]}>{HEALTH_WORDS[rule.health]}</StateMark>
      </span>
      <span>
        <Link
          className={styles.name}
          href={
            rule.type === 'alerting'
              ? `/alerts?${new URLSearchParams({ search: rule.name })}`
              : queryLink(rule.name)
          }
        >
          {rule.name}
        </Link>{' '}
        <span className={styles.type}>
          {rule.type === 'alerting' ? `alert, ${rule.state}` : 'recording'}
          {rule.type === 'alerting' &&
            rule.duration > 0 &&
            `, for ${formatDuration(rule.duration * 1000)}`}
        </span>
        <span className={styles.labels}>
          {Object.entries(rule.labels).map(([name, value]) => (
            <LabelChip key={name} name={name} value={value} />
          ))}
        </span>
      </span>
      <span>
        <PromqlLink expr={rule.query} />
        {rule.lastError && <div className={styles.error}>{rule.lastError}</div>}
      </span>
      <span
        className={styles.number}
        title={last > 0 ? `${formatTime(last, zone)} ${zoneName(last, zone)}` : 'not evaluated yet'}
      >
        {last > 0 ? formatAgo(last, Math.max(last, nowMillis)) : 'never'}
      </span>
      <span className={styles.number} title={`${rule.evaluationTime} s`}>
        {formatValue(rule.evaluationTime, { base: 'seconds' }, 3)}
      </span>
    </div>
  );
}
