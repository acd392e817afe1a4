import { ActionIcon, Button, Menu, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { formatValue } from '../chart/units';
import { post, type Answer } from '../data/client';
import type { QueryData } from '../data/model';
import { useExplain, useInstant, useRange, type RangeRequest } from '../data/queries';
import { Icon } from '../shell/icons';
import { countSamples, download, seriesOf, toCsv } from './export';
import { ExplainView } from './explain-view';
import { Expression } from './expression';
import { GraphView } from './graph-view';
import { useHistory } from './history';
import { HistoryMenu } from './history-menu';
import { QueryError } from './query-error';
import styles from './query.module.css';
import { stepMillis, type PanelState } from './state';
import { TableView } from './table-view';
import { MomentControl, RangeControl, StepControl } from './time-controls';

interface PanelProps {
  panel: PanelState;
  index: number;
  alone: boolean;
  /** Writes the panel into the URL. */
  onChange: (panel: PanelState) => void;
  onRemove: () => void;
  onDuplicate: () => void;
}

/** An expression with its graph, table or plan. */
export function Panel({ panel, index, alone, onChange, onRemove, onDuplicate }: PanelProps) {
  const [draft, setDraft] = useState(panel.expr);
  const [shownExpr, setShownExpr] = useState(panel.expr);
  if (shownExpr !== panel.expr) {
    // the URL changed: by running, going back, or a link
    setShownExpr(panel.expr);
    setDraft(panel.expr);
  }
  const [now, setNow] = useState(() => Date.now());
  const [refresh, setRefresh] = useState(0);
  const { remember } = useHistory();
  const change = (part: Partial<PanelState>) => onChange({ ...panel, ...part });

  function run() {
    setNow(Date.now());
    const expr = draft.trim();
    remember(expr);
    if (expr !== panel.expr) {
      change({ expr });
    }
  }
  useEffect(() => {
    if (refresh > 0) {
      const timer = setInterval(() => setNow(Date.now()), refresh);
      return () => clearInterval(timer);
    }
    return undefined;
  }, [refresh]);

  const execution = useExecution(panel, now);
  const { answer, fetching, error } = execution;
  return (
    <section className={`card ${styles.panel ?? ''}`} aria-label={`Query ${index + 1}`}>
      <div className={styles.head}>
        <Expression
          label={`Expression ${index + 1}`}
          value={draft}
          onChange={setDraft}
          onRun={run}
          autoFocus={index === 0 && panel.expr === ''}
        />
        <HistoryMenu expr={draft} onChoose={setDraft} />
        <RunButton
          fetching={fetching}
          refresh={refresh}
          onRefresh={setRefresh}
          onRun={run}
          onStop={execution.stop}
        />
        <PanelMenu
          answer={execution.result}
          alone={alone}
          onFormat={async () => {
            const { data } = await post<string>('format_query', { query: draft });
            setDraft(data);
          }}
          onRemove={onRemove}
          onDuplicate={onDuplicate}
        />
      </div>
      <div className={styles.controls}>
        <SegmentedControl
          size="xs"
          value={panel.tab}
          onChange={(tab) => change({ tab: tab })}
          data={[
            { value: 'graph', label: 'Graph' },
            { value: 'table', label: 'Table' },
            { value: 'explain', label: 'Explain' },
          ]}
          aria-label="View"
        />
        {panel.tab !== 'table' ? (
          <GraphControls panel={panel} change={change} />
        ) : (
          <MomentControl
            label="Time"
            millis={panel.momentMillis}
            rangeMillis={panel.rangeMillis}
            onChange={(momentMillis) => change({ momentMillis })}
          />
        )}
        <div className={styles.facts} role="status">
          {fetching ? (
            <Elapsed onStop={execution.stop} />
          ) : (
            execution.result && <Facts answer={execution.result} />
          )}
        </div>
      </div>
      {panel.expr !== '' && (
        <div className={styles.body}>
          {fetching && <div className={styles.busy} />}
          {error ? (
            <QueryError error={error} expr={panel.expr} />
          ) : (
            <>
              <Notices answer={answer} />
              {panel.tab === 'graph' && execution.ranged && (
                <GraphView
                  key={panel.expr}
                  panel={panel}
                  request={execution.request}
                  answer={execution.ranged}
                  onZoom={(start, end) => change(zoomed(start, end))}
                  onZoomOut={() =>
                    change({
                      rangeMillis: panel.rangeMillis * 2,
                      endMillis: panel.endMillis && panel.endMillis + panel.rangeMillis / 2,
                    })
                  }
                />
              )}
              {panel.tab === 'explain' && execution.explained && (
                <ExplainView data={execution.explained.data} />
              )}
              {panel.tab === 'table' && execution.instant && (
                <TableView
                  data={execution.instant.data}
                  expr={panel.expr}
                  millis={panel.momentMillis ?? now}
                />
              )}
            </>
          )}
        </div>
      )}
    </section>
  );
}

/** A stretch of the graph as range and end; whole seconds, for that is what the URL holds. */
function zoomed(startMillis: number, endMillis: number) {
  const end = Math.ceil(endMillis / 1000) * 1000;
  const start = Math.floor(startMillis / 1000) * 1000;
  return { endMillis: end, rangeMillis: Math.max(1000, end - start) };
}

/** Runs what the panel shows. A graph keeps the question its answer belongs to. */
function useExecution(panel: PanelState, now: number) {
  const client = useQueryClient();
  const endMillis = panel.endMillis ?? now;
  const request: RangeRequest = {
    expr: panel.expr,
    startMillis: endMillis - panel.rangeMillis,
    endMillis,
    stepMillis: stepMillis(panel),
  };
  const { tab } = panel;
  const ranged = useRange(request, tab === 'graph');
  const instant = useInstant(panel.expr, panel.momentMillis ?? now, tab === 'table');
  const explained = useExplain(request, tab === 'explain');
  const active = { graph: ranged, table: instant, explain: explained }[tab];
  return {
    answer: active.data,
    /** What the query gave, which a plan does not hold. */
    result: tab === 'graph' ? ranged.data : tab === 'table' ? instant.data : undefined,
    error: active.error,
    fetching: active.isFetching,
    request,
    ranged: ranged.data,
    instant: instant.data,
    explained: explained.data,
    stop: () => {
      void client.cancelQueries({
        queryKey: {
          graph: ['query_range', request],
          table: ['query', panel.expr],
          explain: ['query_explain', request],
        }[tab],
      });
    },
  };
}

function GraphControls({
  panel,
  change,
}: {
  panel: PanelState;
  change: (part: Partial<PanelState>) => void;
}) {
  return (
    <>
      <RangeControl
        rangeMillis={panel.rangeMillis}
        onChange={(rangeMillis) => change({ rangeMillis })}
      />
      <MomentControl
        label="End"
        millis={panel.endMillis}
        rangeMillis={panel.rangeMillis}
        onChange={(endMillis) => change({ endMillis })}
      />
      <StepControl panel={panel} onChange={(resolution) => change({ resolution })} />
      {panel.tab === 'graph' && <DrawingControls panel={panel} change={change} />}
    </>
  );
}

function DrawingControls({
  panel,
  change,
}: {
  panel: PanelState;
  change: (part: Partial<PanelState>) => void;
}) {
  return (
    <>
      <Switch
        size="xs"
        withThumbIndicator={false}
        label="Stacked"
        checked={panel.displayMode === 'stacked'}
        onChange={(event) =>
          change({ displayMode: event.currentTarget.checked ? 'stacked' : 'lines' })
        }
      />
      <Switch
        size="xs"
        withThumbIndicator={false}
        label="From zero"
        checked={panel.yAxisFromZero}
        onChange={(event) => change({ yAxisFromZero: event.currentTarget.checked })}
      />
    </>
  );
}

const REFRESHES = [
  [0, 'Off'],
  [5000, 'Every 5 s'],
  [15_000, 'Every 15 s'],
  [60_000, 'Every minute'],
] as const;

function RunButton(props: {
  fetching: boolean;
  refresh: number;
  onRefresh: (millis: number) => void;
  onRun: () => void;
  onStop: () => void;
}) {
  const { refresh, onRefresh, onRun } = props;
  return (
    <div className={styles.group}>
      <Tooltip label="Run (Ctrl+Enter)">
        <Button
          size="xs"
          h={34}
          radius="4px 0 0 4px"
          leftSection={<Icon name="play" size={13} />}
          onClick={onRun}
        >
          Run
        </Button>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" h={34} px={6} radius="0 4px 4px 0" aria-label="Run again and again">
            {refresh > 0 ? `${refresh / 1000}s` : <Icon name="chevron" size={12} />}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Run again</Menu.Label>
          {REFRESHES.map(([millis, text]) => (
            <Menu.Item
              key={millis}
              py={4}
              onClick={() => onRefresh(millis)}
              leftSection={refresh === millis ? <Icon name="check" size={13} /> : <span />}
            >
              {text}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function PanelMenu(props: {
  answer: Answer<QueryData> | undefined;
  alone: boolean;
  onFormat: () => Promise<void>;
  onRemove: () => void;
  onDuplicate: () => void;
}) {
  const { answer, alone, onFormat, onRemove, onDuplicate } = props;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label="More">
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            // an expression with an error stays as it is; running it says why
            onFormat().catch(() => undefined);
          }}
        >
          Format the expression
        </Menu.Item>
        <Menu.Item onClick={onDuplicate}>Duplicate</Menu.Item>
        <Menu.Item
          disabled={!answer}
          onClick={() => answer && download('query.csv', 'text/csv', toCsv(seriesOf(answer.data)))}
        >
          Save as CSV
        </Menu.Item>
        <Menu.Item disabled={alone} onClick={onRemove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Facts({ answer }: { answer: Answer<QueryData> }) {
  const { data, elapsedMillis, bytes } = answer;
  const series = seriesOf(data).length;
  const count = countSamples(data);
  const { timings = {}, samples = {} } = data.stats ?? {};
  const lines = [
    ...Object.entries(timings).map(
      ([name, value]) => `${name}: ${formatValue(value, { base: 'seconds' })}`,
    ),
    ...Object.entries(samples).map(([name, value]) => `${name}: ${value}`),
    `answer: ${formatValue(bytes, { base: 'bytes' })}`,
  ];
  return (
    <Tooltip label={<span style={{ whiteSpace: 'pre' }}>{lines.join('\n')}</span>}>
      <span tabIndex={0}>
        {series} series · {formatValue(count)} {count === 1 ? 'sample' : 'samples'} ·{' '}
        {formatValue(elapsedMillis / 1000, { base: 'seconds' }, 3)}
      </span>
    </Tooltip>
  );
}

/** How long a query has been running; short ones show nothing. */
function Elapsed({ onStop }: { onStop: () => void }) {
  const [tenths, setTenths] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTenths((old) => old + 1), 100);
    return () => clearInterval(timer);
  }, []);
  return tenths < 5 ? (
    <span>running…</span>
  ) : (
    <>
      running for {(tenths / 10).toFixed(1)} s{' '}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Icon name="stop" size={10} />}
        onClick={onStop}
      >
        Cancel
      </Button>
    </>
  );
}

function Notices({ answer }: { answer: Answer<unknown> | undefined }) {
  if (!answer || answer.warnings.length + answer.infos.length === 0) {
    return null;
  }
  return (
    <ul className={styles.notices}>
      {answer.warnings.map((text) => (
        <li key={text} style={{ color: 'var(--warn)' }}>
          <Icon name="warning" size={13} /> Warning: {text}
        </li>
      ))}
      {answer.infos.map((text) => (
        <li key={text} className="dim">
          <Icon name="info" size={13} /> {text}
        </li>
      ))}
    </ul>
  );
}
