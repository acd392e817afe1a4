import { useComputedColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Labels } from '../data/model';
import { VirtualTable } from '../shell/virtual-table';
import { color } from './colors';
import type { Line } from './columns';
import styles from './graph.module.css';
import { LabelChip, SeriesLabel } from './labels';
import { formatValue, type Unit } from './units';

type Column = 'last' | 'min' | 'mean' | 'max';

const COLUMNS: readonly Column[] = ['last', 'min', 'mean', 'max'];

interface LegendProps {
  lines: readonly Line[];
  common: Labels;
  unit: Unit;
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
  onFocus: (key: string | null) => void;
}

/** The lines of a graph with their figures; a click shows one alone, with Ctrl it hides or shows it. */
export function Legend({ lines, common, unit, hidden, onHidden, onFocus }: LegendProps) {
  const dark = useComputedColorScheme('light') === 'dark';
  const [order, setOrder] = useState<{ by: Column; down: boolean } | null>(null);
  const sorted = useMemo(() => sort(lines, order), [lines, order]);

  function click(key: string, toggle: boolean) {
    if (toggle) {
      const next = new Set(hidden);
      if (!next.delete(key)) {
        next.add(key);
      }
      onHidden(next);
      return;
    }
    const alone = !hidden.has(key) && hidden.size === lines.length - 1;
    onHidden(new Set(alone ? [] : lines.map((line) => line.key).filter((other) => other !== key)));
  }

  return (
    <>
      {Object.keys(common).length > 0 && (
        <div className={styles.common}>
          <span className="dim">All:</span>
          {Object.entries(common).map(([name, value]) => (
            <LabelChip key={name} name={name} value={value} />
          ))}
        </div>
      )}
      <VirtualTable
        label="Legend"
        count={sorted.length}
        columns={5}
        rowHeight={25}
        maxHeight={292}
        head={
          <tr>
            <th scope="col">
              {lines.length} series
              {hidden.size > 0 && (
                <>
                  , {lines.length - hidden.size} shown{' '}
                  <button type="button" className={styles.sort} onClick={() => onHidden(new Set())}>
                    <u>show all</u>
                  </button>
                </>
              )}
            </th>
            {COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                className={`number ${styles[column] ?? ''}`}
                aria-sort={
                  order?.by === column ? (order.down ? 'descending' : 'ascending') : 'none'
                }
              >
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() => setOrder(nextOrder(order, column))}
                >
                  {column} {order?.by === column && (order.down ? '↓' : '↑')}
                </button>
              </th>
            ))}
          </tr>
        }
        row={(index, props) => {
          const line = sorted[index];
          return (
            line && (
              <tr
                {...props}
                key={line.key}
                className={styles.legendRow}
                data-hidden={hidden.has(line.key) || undefined}
                onMouseEnter={() => onFocus(line.key)}
                onMouseLeave={() => onFocus(null)}
                onClick={(event) => click(line.key, event.ctrlKey || event.metaKey)}
              >
                <td>
                  <button
                    type="button"
                    className={styles.legendName}
                    aria-pressed={!hidden.has(line.key)}
                    onFocus={() => onFocus(line.key)}
                    onBlur={() => onFocus(null)}
                  >
                    <span
                      className={styles.chip}
                      style={{ background: color(line.colorIndex, dark) }}
                    />
                    <SeriesLabel labels={line.labels} without={common} />
                  </button>
                </td>
                {COLUMNS.map((column) => (
                  <td
                    key={column}
                    className={`number nowrap ${styles[column] ?? ''}`}
                    title={String(line[column])}
                  >
                    {formatValue(line[column], unit)}
                  </td>
                ))}
              </tr>
            )
          );
        }}
      />
    </>
  );
}

function nextOrder(order: { by: Column; down: boolean } | null, by: Column) {
  if (order?.by !== by) {
    return { by, down: true };
  }
  return order.down ? { by, down: false } : null;
}

function sort(lines: readonly Line[], order: { by: Column; down: boolean } | null) {
  if (!order) {
    return lines;
  }
  const sign = order.down ? -1 : 1;
  // what is no number stands last in both directions
  const rank = (value: number) => (Number.isNaN(value) ? Infinity : sign * value);
  return [...lines].sort((a, b) => rank(a[order.by]) - rank(b[order.by]) || 0);
}
