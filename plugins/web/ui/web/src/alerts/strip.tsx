import { useState } from 'react';
import type { MatrixSeries } from '../data/model';
import { useRange } from '../data/queries';
import { formatDuration } from '../data/time';
import styles from './alerts.module.css';

const DAY = 86_400_000;
const STEP = 300_000;
const STEPS = DAY / STEP;

/** What the steps of a day were: a run of steps each. */
export interface Run {
  state: 'firing' | 'pending';
  from: number;
  length: number;
}

/** Runs of equal state; where series of a rule differ, firing counts. */
export function toRuns(series: readonly MatrixSeries[], startMillis: number): Run[] {
  const steps = new Array<Run['state'] | undefined>(STEPS + 1).fill(undefined);
  for (const { metric, values = [] } of series) {
    for (const [seconds] of values) {
      const step = Math.round((seconds * 1000 - startMillis) / STEP);
      if (steps[step] !== 'firing' && step >= 0 && step <= STEPS) {
        steps[step] = metric.alertstate === 'firing' ? 'firing' : 'pending';
      }
    }
  }
  const runs: Run[] = [];
  steps.forEach((state, step) => {
    const last = runs.at(-1);
    if (state === undefined) {
      return;
    }
    if (last?.state === state && last.from + last.length === step) {
      last.length++;
    } else {
      runs.push({ state, from: step, length: 1 });
    }
  });
  return runs;
}

/** What a rule was in the last 24 hours, as a strip. */
export function StateStrip({ name }: { name: string }) {
  const [endMillis] = useState(() => Math.floor(Date.now() / STEP) * STEP);
  const startMillis = endMillis - DAY;
  const { data, error } = useRange({
    expr: `count by (alertstate) (ALERTS{alertname=${JSON.stringify(name)}})`,
    startMillis,
    endMillis,
    stepMillis: STEP,
  });
  if (error) {
    return <span className="dim">The last 24 h cannot be read: {error.message}</span>;
  }
  if (!data) {
    return <span className={styles.strip} />;
  }
  const runs = toRuns(data.data.result, startMillis);
  const time = (state: Run['state']) =>
    formatDuration(
      runs.filter((run) => run.state === state).reduce((sum, run) => sum + run.length, 0) * STEP,
    );
  const words =
    runs.length === 0
      ? 'never in the last 24 h'
      : `firing for ${time('firing')}, pending for ${time('pending')} of the last 24 h`;
  return (
    <span className={styles.history}>
      <svg
        className={styles.strip}
        viewBox={`0 0 ${STEPS + 1} 10`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {runs.map(({ state, from, length }) => (
          <rect
            key={from}
            x={from}
            width={length}
            y={state === 'firing' ? 0 : 4}
            height={state === 'firing' ? 10 : 6}
            fill={state === 'firing' ? 'var(--bad)' : 'var(--warn)'}
          />
        ))}
      </svg>
      <span className="dim">{words}</span>
    </span>
  );
}
