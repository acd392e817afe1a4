import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { toColumns } from '../chart/columns';
import { Spark } from '../chart/spark';
import { formatValue } from '../chart/units';
import { get, type Answer } from '../data/client';
import { useRange, useTargets } from '../data/queries';
import { formatDuration, parseDuration } from '../data/time';
import { Failure } from '../shell/failure';
import { examplesFor, type Example } from './examples';
import styles from './query.module.css';
import { formatPanels, NEW_PANEL } from './state';
import { unitOfExpression } from './unit';

/** What an empty query page shows: what is scraped, and questions about it that have an answer now. */
export function Welcome() {
  const targets = useTargets();
  const metrics = useQuery<Answer<string[]>>({
    queryKey: ['metric names', 'welcome'],
    // until the first scrapes are in, a page that was opened early looks again
    refetchInterval: (query) => ((query.state.data?.data.length ?? 0) > 20 ? false : 2000),
    queryFn: ({ signal }) => get<string[]>('label/__name__/values', { limit: 50_000 }, signal),
  });
  const active = useMemo(() => targets.data?.data.activeTargets ?? [], [targets.data]);
  const interval = Math.max(
    15_000,
    ...active.map((target) => parseDuration(target.scrapeInterval) ?? 0),
  );
  const window = formatDuration(Math.ceil((interval * 4) / 60_000) * 60_000);
  const examples = useMemo(
    () => examplesFor(metrics.data?.data ?? [], window),
    [metrics.data, window],
  );
  if (metrics.error) {
    return <Failure error={metrics.error} retry={() => void metrics.refetch()} />;
  }
  const up = active.filter((target) => target.health === 'up').length;
  return (
    <section className={styles.welcome} aria-label="Examples">
      <h2>{examples.length > 0 ? 'What is there to see' : 'Waiting for the first samples'}</h2>
      <div className="dim">
        {active.length > 0 ? (
          <>
            <Link href="/targets">
              {up} of {active.length} targets
            </Link>{' '}
            answered their last scrape, {metrics.data?.data.length ?? 0} metrics so far. Type an
            expression above, or take one of these:
          </>
        ) : targets.isSuccess ? (
          <>
            Nothing is scraped: the <Link href="/config">configuration</Link> has no{' '}
            <code>scrape_configs</code> that find a target.
          </>
        ) : null}
      </div>
      <div className={styles.cards}>
        {metrics.isPending &&
          Array.from({ length: 6 }, (_, i) => <Skeleton key={i} height={110} radius={6} />)}
        {examples.map((example) => (
          <ExampleCard key={example.title} example={example} />
        ))}
      </div>
    </section>
  );
}

const SHOWN = 900_000;

function ExampleCard({ example }: { example: Example }) {
  const [endMillis] = useState(() => Date.now());
  const request = {
    expr: example.expr,
    startMillis: endMillis - SHOWN,
    endMillis,
    stepMillis: 10_000,
  };
  const { data } = useRange(request);
  const columns = useMemo(
    () => data && toColumns(data.data.result, endMillis - SHOWN, endMillis, 10_000),
    [data, endMillis],
  );
  const only = columns?.lines.length === 1 ? columns.lines[0] : undefined;
  const search = formatPanels(
    [
      {
        ...NEW_PANEL,
        expr: example.expr,
        rangeMillis: SHOWN,
        displayMode: example.stacked ? 'stacked' : 'lines',
      },
    ],
    '',
  );
  return (
    <Link href={`/query?${search}`} className={`card ${styles.example ?? ''}`}>
      <span className={styles.exampleTitle}>
        {example.title}
        <span className={styles.exampleValue}>
          {only
            ? formatValue(only.last, unitOfExpression(example.expr), 3)
            : columns && `${columns.lines.length} series`}
        </span>
      </span>
      <span className={styles.spark}>{columns && <Spark columns={columns} />}</span>
      <span className={`mono ${styles.exampleExpr ?? ''}`}>{example.expr}</span>
    </Link>
  );
}
