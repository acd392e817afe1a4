import { parser } from '@prometheus-io/lezer-promql';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../data/client';
import { formatDuration } from '../data/time';
import styles from './query.module.css';

/** The selectors that an expression reads. */
export function selectorsOf(expr: string): string[] {
  const found = new Set<string>();
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.name === 'VectorSelector') {
        found.add(expr.slice(node.from, node.to));
      }
    },
  });
  return [...found];
}

/** Says why there is nothing to see: which selector of the expression finds no series. */
export function NoSeries({
  expr,
  range,
}: {
  expr: string;
  range: { startMillis: number; endMillis: number };
}) {
  const selectors = useMemo(() => selectorsOf(expr).slice(0, 8), [expr]);
  const { data } = useQuery({
    queryKey: ['why empty', selectors, range.startMillis, range.endMillis],
    enabled: selectors.length > 0,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const counts = await Promise.all(
        selectors.map((selector) =>
          get<unknown[]>(
            'series',
            {
              'match[]': selector,
              start: range.startMillis / 1000,
              end: range.endMillis / 1000,
              limit: 1,
            },
            signal,
          ),
        ),
      );
      return selectors.filter((_, i) => counts[i]?.data.length === 0);
    },
  });
  const time = formatDuration(range.endMillis - range.startMillis);
  return (
    <div className={styles.empty} role="status">
      <div>No series.</div>
      {data && data.length > 0 && (
        <div>
          Nothing in these {time} matches{' '}
          {data.map((selector, i) => (
            <span key={selector}>
              {i > 0 && ', '}
              <code>{selector}</code>
            </span>
          ))}
          . Check name and labels, or choose another time.
        </div>
      )}
      {data?.length === 0 && (
        <div>
          Its selectors do find series: a comparison filters all samples, labels of two sides do not
          match, or a range is shorter than two scrapes.
        </div>
      )}
    </div>
  );
}
