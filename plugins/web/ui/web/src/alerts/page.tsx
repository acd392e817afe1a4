import { Button, NativeSelect } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { RulesData } from '../data/model';
import { useAlertingRules } from '../data/queries';
import { FilterButtons, FilterField, useFilters, useFilterWords } from '../shell/filter';
import { FlatList } from '../shell/flat-list';
import page from '../shell/page.module.css';
import { Answered } from '../shell/waiting';
import styles from './alerts.module.css';
import { AlertListRow } from './row';
import {
  countStates,
  filterViews,
  labelNames,
  STATES,
  toRows,
  toViews,
  type Row,
  type RuleView,
} from './rows';

/** At first rules with alerts are open, unless these are more than one wants to see at once. */
const OPEN_ALERTS = 60;

/** Alerting rules and their alerts, what fires on top. */
export default function AlertsPage() {
  const rules = useAlertingRules();
  return (
    <Answered query={rules}>
      {(data) => <Alerts data={data} nowMillis={rules.data?.serverMillis ?? 0} />}
    </Answered>
  );
}

const HEIGHTS: Record<Row['kind'], number> = { section: 40, rule: 32, detail: 150, alert: 46 };

function Alerts({ data, nowMillis }: { data: RulesData; nowMillis: number }) {
  const [{ search, group }, setFilter] = useFilters('search', 'group');
  const [states, setStates] = useFilterWords('state');
  // what was opened or closed by hand stays so, whatever the filters let through
  const [byHand, setByHand] = useState<ReadonlyMap<string, boolean>>(new Map());
  const wanted = useDeferredValue(search);
  const views = useMemo(() => toViews(data.groups), [data]);
  const counts = useMemo(() => countStates(views), [views]);
  const names = useMemo(() => labelNames(views), [views]);
  const found = useMemo(
    () => filterViews(views, { states, search: wanted }),
    [views, states, wanted],
  );
  const alerts = found.reduce((sum, view) => sum + view.alerts.length, 0);
  const openAtFirst = alerts <= OPEN_ALERTS;
  const rows = useMemo(() => {
    const isOpen = ({ key, alerts: some }: RuleView) =>
      byHand.get(key) ?? (openAtFirst && some.length > 0);
    return toRows(found, group, isOpen);
  }, [found, group, openAtFirst, byHand]);
  const anyOpen = rows.some((row) => row.kind === 'detail');

  const toggle = (key: string) => {
    const open = rows.some((row) => row.kind === 'rule' && row.key === key && row.open);
    setByHand(new Map(byHand).set(key, !open));
  };
  const toggleAll = () =>
    setByHand(new Map([...byHand, ...found.map(({ key }) => [key, !anyOpen] as const)]));

  return (
    <div className={page.page}>
      <div className={page.tools}>
        <FilterButtons
          label="State"
          chosen={states}
          onChange={setStates}
          options={STATES.filter((state) => state !== 'unknown' || counts.unknown > 0).map(
            (state) => ({
              value: state,
              text: state.charAt(0).toUpperCase() + state.slice(1),
              count: counts[state],
            }),
          )}
        />
        <NativeSelect
          size="xs"
          aria-label="Group by"
          value={group}
          onChange={(event) => setFilter('group', event.currentTarget.value)}
          data={[
            { value: '', label: 'By rule group' },
            { value: 'file', label: 'By file' },
            ...[...new Set([...names, ...(group && group !== 'file' ? [group] : [])])].map(
              (name) => ({ value: name, label: `By label ${name}` }),
            ),
          ]}
        />
        <FilterField
          label="Rule, label or annotation"
          value={search}
          onChange={(text) => setFilter('search', text)}
        />
        <span className="dim" role="status">
          {alerts.toLocaleString('en')} {alerts === 1 ? 'alert' : 'alerts'} of{' '}
          {found.length.toLocaleString('en')} {found.length === 1 ? 'rule' : 'rules'}
        </span>
        {found.length > 1 && (group === '' || group === 'file') && (
          <Button size="xs" variant="default" className={page.push ?? ''} onClick={toggleAll}>
            {anyOpen ? 'Close all' : 'Open all'}
          </Button>
        )}
      </div>
      <div className={`card ${styles.list}`}>
        {rows.length > 0 ? (
          <FlatList
            label="Alerts"
            rows={rows}
            keyOf={(row) => row.key}
            heightOf={(row) => HEIGHTS[row.kind]}
            draw={(row) => <AlertListRow row={row} nowMillis={nowMillis} onToggle={toggle} />}
          />
        ) : (
          <Empty
            rules={views.length}
            found={found.length}
            filtered={search !== '' || states.size > 0}
            onClear={() => {
              setFilter('search', '');
              setStates([]);
            }}
          />
        )}
      </div>
    </div>
  );
}

const EXAMPLE = `# in the configuration
rule_files: [rules/*.yml]

# in rules/basic.yml
groups:
  - name: basic
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
        labels: {severity: page}
        annotations: {summary: "{{ $labels.instance }} does not answer"}`;

/** Why there is nothing, and what to do about it. */
function Empty(props: { rules: number; found: number; filtered: boolean; onClear: () => void }) {
  const { rules, found, filtered, onClear } = props;
  if (rules === 0) {
    return (
      <div className={styles.empty}>
        <p>
          There are no alerting rules: no file that <code>rule_files</code> of the{' '}
          <Link href="/config">configuration</Link> names has one. Write some, and reload the
          configuration:
        </p>
        <pre className="mono" tabIndex={0} aria-label="Example">
          {EXAMPLE}
        </pre>
      </div>
    );
  }
  if (found > 0) {
    return (
      <div className={styles.empty}>
        Nothing is pending or firing; grouped by a label there are alerts alone. Group by rule to
        see the {found === 1 ? 'rule' : `${found} rules`}.
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      None of the {rules} alerting rules passes {filtered ? 'these filters' : 'the filter'}.{' '}
      <Button size="compact-xs" variant="default" onClick={onClear}>
        Clear the filters
      </Button>
    </div>
  );
}
