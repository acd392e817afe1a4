import { useMemo } from 'react';
import { formatValue } from '../chart/units';
import type { ExplainData, PlanNode } from '../data/model';
import { PromqlText } from '../shell/promql-text';
import { StateMark } from '../shell/state-mark';
import styles from './explain.module.css';
import { KINDS, toLines, type PlanLine } from './plan';

/** How a query is computed: its operators as a tree, each with what it cost. */
export function ExplainView({ data }: { data: ExplainData }) {
  const lines = useMemo(() => toLines(data.plan), [data]);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Plan of the query">
      <table className={`dense ${styles.table}`}>
        <thead>
          <tr>
            <th scope="col">Operator</th>
            <th scope="col" className={styles.barHead}>
              <span className="visually-hidden">Share of the time</span>
            </th>
            <th scope="col" className="number" title="Work of all threads in the operator itself">
              Own time
            </th>
            <th scope="col" className="number" title="With everything below it">
              Total
            </th>
            <th scope="col" className="number" title="Series that it gave">
              Series
            </th>
            <th scope="col" className="number" title="Values that it gave over all steps">
              Samples
            </th>
            <th scope="col" className="number" title="Samples that it decoded from the storage">
              Read
            </th>
            <th scope="col" className="number" title="Memory that it charged to the query">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <NodeRow key={line.key} line={line} steps={data.plan.steps} />
          ))}
        </tbody>
      </table>
      <p className={`dim ${styles.note}`}>
        {data.result &&
          `The query gave ${data.result.series.toLocaleString('en')} series of ${data.result.samples.toLocaleString('en')} samples. `}
        Times are the work of all threads, so that they may exceed the time that passed. An operator
        without figures is computed as part of the one above it.
      </p>
    </div>
  );
}

function NodeRow({ line, steps }: { line: PlanLine; steps: number }) {
  const { node, share, slowest } = line;
  const { cost } = node;
  return (
    <tr>
      <td>
        <div className={styles.node}>
          <Rails line={line} />
          <div className={styles.body}>
            <span className={styles.name}>{node.name}</span>{' '}
            <span className="dim">{KINDS[node.type] ?? node.type}</span>{' '}
            {slowest && <StateMark mood="warn">takes the most</StateMark>}
            {node.steps === 1 && steps > 1 && node.type !== 'numberLiteral' && (
              <span className="dim"> computed once for all steps</span>
            )}
            <Details node={node} />
            {node.children.length > 0 && (
              <div className={styles.expression} title={node.expression}>
                <PromqlText expr={node.expression} />
              </div>
            )}
          </div>
        </div>
      </td>
      <td>
        {share !== undefined && (
          <svg
            className={styles.bar}
            viewBox="0 0 100 8"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <rect
              width={Math.min(100, 100 * share)}
              height={8}
              fill={slowest ? 'var(--warn)' : 'var(--accent)'}
            />
          </svg>
        )}
      </td>
      <td className="number nowrap" data-label="own">
        {cost && (
          <span title={`${cost.selfTime} s`}>
            {seconds(cost.selfTime)}
            {share !== undefined && (
              <span className="dim"> {formatValue(share, { base: 'ratio' }, 2)}</span>
            )}
          </span>
        )}
      </td>
      <td className="number nowrap" data-label="total">
        {cost && <span title={`${cost.time} s`}>{seconds(cost.time)}</span>}
      </td>
      <td className="number nowrap" data-label="series">
        {cost && <Count value={cost.series} />}
      </td>
      <td className="number nowrap" data-label="samples">
        {cost && <Count value={cost.samples} />}
      </td>
      <td className="number nowrap" data-label="read">
        {cost && cost.samplesRead > 0 && <Count value={cost.samplesRead} />}
      </td>
      <td className="number nowrap" data-label="memory">
        {cost && cost.bytes > 0 && (
          <span title={`${cost.bytes} bytes`}>{formatValue(cost.bytes, { base: 'bytes' }, 3)}</span>
        )}
      </td>
    </tr>
  );
}

const seconds = (value: number) => formatValue(value, { base: 'seconds' }, 3);

function Count({ value }: { value: number }) {
  return <span title={String(value)}>{value.toLocaleString('en')}</span>;
}

/** The lines that lead from an operator to its operands. */
function Rails({ line: { rails, last, depth, key } }: { line: PlanLine }) {
  if (key === '0') {
    return null;
  }
  return (
    <span className={styles.rails} aria-hidden="true" data-depth={depth}>
      {rails.map((open, i) => (
        <span key={i} className={styles.rail} data-open={open || undefined} />
      ))}
      <span className={styles.turn} data-last={last || undefined} />
    </span>
  );
}

function Details({ node }: { node: PlanNode }) {
  const details = Object.entries(node.details).filter(([, value]) => value !== '');
  return details.length === 0 ? null : (
    <div className={styles.details}>
      {details.map(([name, value]) => (
        <span key={name}>
          <span className="dim">{name}</span> <span className="mono">{value}</span>
        </span>
      ))}
    </div>
  );
}
