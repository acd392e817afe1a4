import type { Labels, MatrixSeries } from '../data/model';
import { assignColors } from './colors';

/** One line of a graph. */
export interface Line {
  key: string;
  labels: Labels;
  colorIndex: number;
  /** One per step, null where there is no sample. */
  values: (number | null)[];
  last: number;
  min: number;
  max: number;
  mean: number;
}

export interface Columns {
  /** Seconds since the epoch, one per step. */
  times: number[];
  lines: Line[];
}

/** The text that a label set is known by, names in order. */
export function seriesKey(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');
}

/** Lays the series of a range answer on one grid of steps. */
export function toColumns(
  series: readonly MatrixSeries[],
  startMillis: number,
  endMillis: number,
  stepMillis: number,
): Columns {
  const steps = Math.floor((endMillis - startMillis) / stepMillis) + 1;
  const times = Array.from({ length: steps }, (_, i) => (startMillis + i * stepMillis) / 1000);
  const keys = series.map((one) => seriesKey(one.metric));
  const colors = assignColors(keys);
  const lines = series.map((one, n) => toLine(one, keys[n] ?? '', colors[n] ?? 0, steps, place));
  function place(seconds: number) {
    return Math.round((seconds * 1000 - startMillis) / stepMillis);
  }
  return { times, lines };
}

function toLine(
  series: MatrixSeries,
  key: string,
  colorIndex: number,
  steps: number,
  place: (seconds: number) => number,
): Line {
  const values = new Array<number | null>(steps).fill(null);
  let last = NaN;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  // a native histogram has no one value: its sum of observations' count is drawn
  const points = series.values ?? series.histograms?.map(([t, h]) => [t, h.count] as const) ?? [];
  for (const [seconds, text] of points) {
    const value = parseSample(text);
    const at = place(seconds);
    if (at < 0 || at >= steps) {
      continue;
    }
    last = value;
    if (Number.isFinite(value)) {
      values[at] = value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      count++;
    }
  }
  const none = count === 0;
  return {
    key,
    labels: series.metric,
    colorIndex,
    values,
    last,
    min: none ? NaN : min,
    max: none ? NaN : max,
    mean: none ? NaN : sum / count,
  };
}

/** A sample's text as a number; the API writes infinities as `+Inf` and `-Inf`. */
export function parseSample(text: string): number {
  switch (text) {
    case '+Inf':
    case 'Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      return Number(text);
  }
}

/** Each line on top of those before it; hidden ones take no room. */
export function stack(lines: readonly Line[], hidden: ReadonlySet<string>): (number | null)[][] {
  const sums = new Array<number>(lines[0]?.values.length ?? 0).fill(0);
  return lines.map((line) =>
    hidden.has(line.key)
      ? line.values.map(() => null)
      : line.values.map((value, i) => {
          sums[i] = (sums[i] ?? 0) + (value ?? 0);
          return value === null ? null : (sums[i] ?? 0);
        }),
  );
}

/** Labels that all series share, apart from those that tell them apart. */
export function commonLabels(all: readonly Labels[]): Labels {
  const [first, ...rest] = all;
  if (!first || rest.length === 0) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((one) => one[name] === value)),
  );
}
