import { useMemo, useState } from 'react';
import { toColumns, commonLabels } from '../chart/columns';
import { Graph } from '../chart/graph';
import { seriesName } from '../chart/labels';
import { Legend } from '../chart/legend';
import type { RangeAnswer, RangeRequest } from '../data/queries';
import { useSettings } from '../shell/settings';
import styles from './query.module.css';
import { NoSeries } from './no-series';
import type { PanelState } from './state';
import { unitOfExpression } from './unit';

/** A click on a legend of more lines than this would make the page slow; the rest is only in the table. */
const MAX_LINES = 1000;

interface GraphViewProps {
  panel: PanelState;
  /** What is asked now; its time is what the graph shows. */
  request: RangeRequest;
  /** The last answer, which may be that of an earlier question. */
  answer: RangeAnswer;
  onZoom: (startMillis: number, endMillis: number) => void;
  onZoomOut: () => void;
}

export function GraphView({ panel, request, answer, onZoom, onZoomOut }: GraphViewProps) {
  const { zone } = useSettings();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const all = answer.data.result;
  const { startMillis, endMillis, stepMillis, expr } = answer.request;
  const columns = useMemo(
    () => toColumns(all.slice(0, MAX_LINES), startMillis, endMillis, stepMillis),
    [all, startMillis, endMillis, stepMillis],
  );
  const common = useMemo(() => commonLabels(all.map((one) => one.metric)), [all]);
  const unit = useMemo(() => unitOfExpression(expr), [expr]);
  const names = useMemo(
    () => columns.lines.map((line) => seriesName(line.labels, common)),
    [columns, common],
  );
  if (all.length === 0) {
    return <NoSeries expr={expr} range={answer.request} />;
  }
  return (
    <>
      <div className={styles.graph}>
        <Graph
          columns={columns}
          names={names}
          unit={unit}
          stacked={panel.displayMode === 'stacked'}
          fromZero={panel.yAxisFromZero}
          hidden={hidden}
          focused={focused}
          startMillis={request.startMillis}
          endMillis={request.endMillis}
          zone={zone}
          height={300}
          onZoom={onZoom}
          onZoomOut={onZoomOut}
        />
      </div>
      {all.length > MAX_LINES && (
        <p className={styles.notice}>
          {all.length} series; the first {MAX_LINES} are drawn. An aggregation such as{' '}
          <code>topk(20, …)</code> or <code>sum by (job) (…)</code> makes them fewer.
        </p>
      )}
      <Legend
        lines={columns.lines}
        common={common}
        unit={unit}
        hidden={hidden}
        onHidden={setHidden}
        onFocus={setFocused}
      />
    </>
  );
}
