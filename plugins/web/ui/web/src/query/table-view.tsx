import { ActionIcon, CopyButton } from '@mantine/core';
import { useMemo } from 'react';
import { commonLabels, parseSample, seriesKey } from '../chart/columns';
import { LabelChip, SeriesLabel } from '../chart/labels';
import { formatValue, type Unit } from '../chart/units';
import type { Histogram, Labels, QueryData } from '../data/model';
import { formatTime, zoneName } from '../data/time';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import { VirtualTable } from '../shell/virtual-table';
import { NoSeries } from './no-series';
import styles from './query.module.css';
import { unitOfExpression } from './unit';

interface Row {
  labels: Labels;
  samples: { millis: number; text: string; histogram?: Histogram }[];
}

/** The answer of an instant query, a series a row. */
export function TableView({
  data,
  expr,
  millis,
}: {
  data: QueryData;
  expr: string;
  millis: number;
}) {
  const rows = useMemo(() => toRows(data), [data]);
  const common = useMemo(() => commonLabels(rows.map((row) => row.labels)), [rows]);
  const unit = useMemo(() => unitOfExpression(expr), [expr]);
  if (data.resultType === 'scalar' || data.resultType === 'string') {
    return (
      <p className={styles.notice}>
        <span className="dim">{data.resultType}&ensp;</span>
        <span className="mono">{data.result[1]}</span>
      </p>
    );
  }
  if (rows.length === 0) {
    return <NoSeries expr={expr} range={{ startMillis: millis - 300_000, endMillis: millis }} />;
  }
  const raw = data.resultType === 'matrix';
  return (
    <>
      {Object.keys(common).length > 0 && (
        <p
          className={styles.notice}
          style={{ display: 'flex', flexWrap: 'wrap', gap: 6, margin: 0 }}
        >
          <span className="dim">All:</span>
          {Object.entries(common).map(([name, value]) => (
            <LabelChip key={name} name={name} value={value} />
          ))}
        </p>
      )}
      <VirtualTable
        label="Series"
        count={rows.length}
        columns={3}
        rowHeight={26}
        maxHeight="min(70vh, 900px)"
        head={
          <tr>
            <th scope="col">{rows.length} series</th>
            <th scope="col" className="number">
              {raw ? 'Samples' : 'Value'}
            </th>
            <th scope="col">
              <span className="visually-hidden">Copy</span>
            </th>
          </tr>
        }
        row={(index, props) => {
          const row = rows[index];
          return (
            row && (
              <tr {...props} key={seriesKey(row.labels)}>
                <td>
                  <SeriesLabel labels={row.labels} without={common} />
                </td>
                <td className="number">
                  {raw ? <Samples row={row} /> : <Value sample={row.samples[0]} unit={unit} />}
                </td>
                <td style={{ width: 36, padding: '2px 8px' }}>
                  <Copy text={row.samples.map((sample) => sample.text).join('\n')} />
                </td>
              </tr>
            )
          );
        }}
      />
    </>
  );
}

function toRows(data: QueryData): Row[] {
  if (data.resultType === 'vector') {
    return data.result.map(({ metric, value, histogram }) => ({
      labels: metric,
      samples: [
        value
          ? { millis: value[0] * 1000, text: value[1] }
          : {
              millis: (histogram?.[0] ?? 0) * 1000,
              text: histogram?.[1].count ?? '',
              ...(histogram && { histogram: histogram[1] }),
            },
      ],
    }));
  }
  if (data.resultType === 'matrix') {
    return data.result.map(({ metric, values = [], histograms = [] }) => ({
      labels: metric,
      samples: [
        ...values.map(([seconds, text]) => ({ millis: seconds * 1000, text })),
        ...histograms.map(([seconds, histogram]) => ({
          millis: seconds * 1000,
          text: histogram.count,
          histogram,
        })),
      ],
    }));
  }
  return [];
}

function Value({ sample, unit }: { sample: Row['samples'][number] | undefined; unit: Unit }) {
  const { zone } = useSettings();
  if (!sample) {
    return null;
  }
  if (sample.histogram) {
    return <HistogramValue histogram={sample.histogram} />;
  }
  const value = parseSample(sample.text);
  const short =
    unit.base === 'timestamp' && Number.isFinite(value)
      ? `${formatTime(value * 1000, zone)} ${zoneName(value * 1000, zone)}`
      : formatValue(value, unit, 6);
  return (
    <span className="nowrap" title={short === sample.text ? undefined : `exactly ${sample.text}`}>
      {short}
    </span>
  );
}

function HistogramValue({ histogram }: { histogram: Histogram }) {
  const buckets = histogram.buckets ?? [];
  const most = Math.max(...buckets.map(([, , , count]) => Number(count)));
  return (
    <details>
      <summary>
        {histogram.count} observations, sum {formatValue(Number(histogram.sum))}
      </summary>
      <table style={{ marginLeft: 'auto', borderSpacing: '8px 0' }}>
        <tbody>
          {buckets.map(([boundaries, lower, upper, count]) => (
            <tr key={`${lower} ${upper}`}>
              <td className="mono nowrap">
                {boundaries === 1 || boundaries === 3 ? '[' : '('}
                {lower}, {upper}
                {boundaries === 0 || boundaries === 3 ? ']' : ')'}
              </td>
              <td>
                <meter min={0} max={most} value={Number(count)} aria-label={count} />
              </td>
              <td className="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Samples({ row }: { row: Row }) {
  const { zone } = useSettings();
  return (
    <div style={{ maxHeight: 200, overflow: 'auto' }}>
      {row.samples.map((sample) => (
        <div key={sample.millis} className="mono nowrap">
          {sample.text} <span className="dim">{formatTime(sample.millis, zone)}</span>
        </div>
      ))}
    </div>
  );
}

function Copy({ text }: { text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <ActionIcon
          size={20}
          variant="subtle"
          color="gray"
          onClick={copy}
          title="Copy the exact value"
          aria-label={copied ? 'Copied' : 'Copy the exact value'}
        >
          <Icon name={copied ? 'check' : 'copy'} size={13} />
        </ActionIcon>
      )}
    </CopyButton>
  );
}
