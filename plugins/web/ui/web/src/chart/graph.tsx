import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Zone } from '../data/time';
import { timeTicks } from './axis';
import { color } from './colors';
import { stack, type Columns } from './columns';
import styles from './graph.module.css';
import { tooltip, type TooltipContent } from './tooltip';
import { formatValue, unitLabel, type Unit } from './units';

/** Of more lines than this the one below the pointer is not set apart, for that draws all of them anew. */
const FEW = 40;

export interface GraphProps {
  columns: Columns;
  /** What each line is called in the box beside the cross-hair. */
  names: readonly string[];
  unit: Unit;
  stacked: boolean;
  fromZero: boolean;
  hidden: ReadonlySet<string>;
  /** The line that the legend points at. */
  focused: string | null;
  startMillis: number;
  endMillis: number;
  zone: Zone;
  height: number;
  onZoom: (startMillis: number, endMillis: number) => void;
  onZoomOut: () => void;
}

/** Lines over time, with a cross-hair that all graphs of the page share. */
export function Graph(props: GraphProps) {
  const { columns, unit, stacked, fromZero, hidden, focused, zone, height } = props;
  const dark = useComputedColorScheme('light') === 'dark';
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const content = useRef<TooltipContent>({ lines: [], names: [], unit, zone, dark });
  useEffect(() => {
    latest.current = props;
    content.current = { lines: columns.lines, names: props.names, unit, zone, dark };
  });

  const data = useMemo<uPlot.AlignedData>(
    () => [
      columns.times,
      ...(stacked ? stack(columns.lines, hidden) : columns.lines.map((line) => line.values)),
    ],
    [columns, stacked, hidden],
  );
  const latestData = useRef(data);
  // the plot is made anew only when its lines or looks change, not for new samples
  const signature = JSON.stringify([
    columns.lines.map((line) => [line.key, line.colorIndex]),
    unit,
    zone,
    dark,
    stacked,
    fromZero,
    height,
  ]);
  const ready = width > 0;

  useEffect(() => {
    const element = host.current;
    if (!element || !ready) {
      return;
    }
    const { columns: now, startMillis, endMillis } = latest.current;
    const few = now.lines.length <= FEW;
    const options: uPlot.Options = {
      width: element.clientWidth,
      height: latest.current.height,
      scales: {
        x: {
          time: true,
          range: () => [latest.current.startMillis / 1000, latest.current.endMillis / 1000],
        },
        y: { range: yRange(latest.current.fromZero || latest.current.stacked) },
      },
      axes: axes(element, latest.current.zone, latest.current.unit),
      series: [
        {},
        ...now.lines.map((line) =>
          series(line.colorIndex, content.current.dark, latest.current.stacked),
        ),
      ],
      bands: latest.current.stacked ? bands(now.lines.length) : [],
      legend: { show: false },
      cursor: {
        sync: { key: 'time', scales: ['x', null], setSeries: false },
        focus: { prox: few ? 24 : -1 },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        points: few ? { size: 6 } : { show: false },
        bind: {
          dblclick: () => () => {
            latest.current.onZoomOut();
            return null;
          },
        },
      },
      focus: { alpha: 0.25 },
      hooks: {
        setSelect: [
          (u) => {
            if (u.select.width < 2) {
              return;
            }
            const from = u.posToVal(u.select.left, 'x') * 1000;
            const to = u.posToVal(u.select.left + u.select.width, 'x') * 1000;
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            latest.current.onZoom(from, to);
          },
        ],
      },
      plugins: [tooltip(() => content.current)],
    };
    const made = new uPlot(options, latestData.current, element);
    made.setScale('x', { min: startMillis / 1000, max: endMillis / 1000 });
    applyHidden(made, latest.current);
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [signature, ready]);

  useEffect(() => {
    latestData.current = data;
    plot.current?.setData(data);
  }, [data, props.startMillis, props.endMillis]);

  useEffect(() => {
    if (plot.current) {
      applyHidden(plot.current, latest.current);
    }
  }, [hidden, signature]);

  useEffect(() => {
    const u = plot.current;
    if (u) {
      const index = columns.lines.findIndex((line) => line.key === focused);
      u.setSeries(index < 0 ? null : index + 1, { focus: true });
    }
  }, [focused, columns]);

  useEffect(() => {
    if (width > 0) {
      plot.current?.setSize({ width, height });
    }
  }, [width, height]);

  return (
    <div ref={sizeRef} className={styles.graph} style={{ height }}>
      <div ref={host} role="img" aria-label={describe(columns)} />
    </div>
  );
}

function describe(columns: Columns) {
  const count = columns.lines.length;
  return `Graph of ${count} series over ${columns.times.length} steps; their values are in the legend below`;
}

function applyHidden(u: uPlot, props: GraphProps) {
  u.batch(() => {
    props.columns.lines.forEach((line, i) => {
      const show = !props.hidden.has(line.key);
      if (u.series[i + 1] && u.series[i + 1]?.show !== show) {
        u.setSeries(i + 1, { show });
      }
    });
  });
}

function yRange(fromZero: boolean): uPlot.Range.Function {
  return (_, min, max) => {
    const low = Number.isFinite(min) ? min : 0;
    const high = Number.isFinite(max) ? max : 1;
    if (low === high) {
      // a flat line stands in the middle, on a scale of its own size
      const room = Math.abs(low) * 0.5 || 1;
      return fromZero && low >= 0 ? [0, high + room] : [low - room, high + room];
    }
    const room = (high - low) * 0.06;
    const bottom = (fromZero || low === 0) && low >= 0 ? 0 : low - room;
    return [low >= 0 ? Math.max(0, bottom) : bottom, high + room];
  };
}

function axes(element: HTMLElement, zone: Zone, unit: Unit): uPlot.Axis[] {
  const css = getComputedStyle(element);
  const stroke = css.getPropertyValue('--chart-text').trim();
  const line = css.getPropertyValue('--chart-grid').trim();
  const font = `11px ${css.fontFamily}`;
  const common = {
    stroke,
    font,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
  };
  const label = unitLabel(unit);
  return [
    { ...common, space: 80, size: 34, values: timeTicks(zone) },
    {
      ...common,
      space: 34,
      gap: 6,
      size: (u, values) => axisWidth(u, values, font),
      values: (_, splits) => splits.map((value) => formatValue(value, unit, 5)),
      ...(label && { label, labelFont: font, labelSize: 18, labelGap: 0 }),
    },
  ];
}

function axisWidth(u: uPlot, values: string[] | null, font: string) {
  u.ctx.save();
  u.ctx.font = font;
  const widest = Math.max(0, ...(values ?? []).map((text) => u.ctx.measureText(text).width));
  u.ctx.restore();
  return Math.ceil(Math.max(34, widest + 16));
}

function series(colorIndex: number, dark: boolean, stacked: boolean): uPlot.Series {
  const stroke = color(colorIndex, dark);
  return {
    stroke,
    width: 1.5,
    ...(stacked && { fill: `${stroke}55` }),
    points: { show: true, size: 4, fill: stroke, filter: lonely },
  };
}

/** Points with gaps on both sides would not be seen as a line. */
function lonely(u: uPlot, index: number): number[] {
  const values = u.data[index] ?? [];
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (isMissing(values[i]) || !isMissing(values[i - 1]) || !isMissing(values[i + 1])) {
      continue;
    }
    found.push(i);
  }
  return found;
}

const isMissing = (value: number | null | undefined) => value === null || value === undefined;

function bands(count: number): uPlot.Band[] {
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) => ({ series: [i + 2, i + 1] }));
}
