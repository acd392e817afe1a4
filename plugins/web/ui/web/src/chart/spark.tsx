import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { color } from './colors';
import type { Columns } from './columns';

/** A small picture of lines, without axes. */
export function Spark({ columns, limit = 12 }: { columns: Columns; limit?: number }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const lines = columns.lines.slice(0, limit);
  const low = Math.min(0, ...lines.map((line) => line.min).filter(Number.isFinite));
  const high = Math.max(...lines.map((line) => line.max).filter(Number.isFinite), low + 1e-12);
  return (
    <div ref={ref} style={{ width: '100%', height: '100%' }}>
      <svg width={width} height={height} aria-hidden="true">
        {lines.map((line) => (
          <path
            key={line.key}
            d={path(line.values, width, height, low, high)}
            fill="none"
            stroke={color(line.colorIndex, dark)}
            strokeWidth={1.3}
            strokeLinejoin="round"
          />
        ))}
      </svg>
    </div>
  );
}

function path(
  values: readonly (number | null)[],
  width: number,
  height: number,
  low: number,
  high: number,
) {
  const x = (i: number) => ((i / Math.max(1, values.length - 1)) * width).toFixed(1);
  const y = (value: number) =>
    (height - 1.5 - ((value - low) / (high - low)) * (height - 3)).toFixed(1);
  let d = '';
  let open = false;
  values.forEach((value, i) => {
    if (value === null) {
      open = false;
    } else {
      d += `${open ? 'L' : 'M'}${x(i)} ${y(value)}`;
      open = true;
    }
  });
  return d;
}
