import { NativeSelect } from '@mantine/core';
import { Link } from 'wouter';
import { formatValue, type Unit } from '../chart/units';
import type { NameValue, TsdbStatus } from '../data/model';
import { useTsdbStatus } from '../data/queries';
import { formatDuration, formatTime, zoneName, type Zone } from '../data/time';
import { queryLink } from '../query/state';
import { useFilters } from '../shell/filter';
import page from '../shell/page.module.css';
import { useSettings } from '../shell/settings';
import { Answered } from '../shell/waiting';
import { Facts } from './facts';

/** What the storage holds in memory, and which metrics and labels take the most. */
export default function TsdbPage() {
  const [{ limit }, setFilter] = useFilters('limit');
  const { zone } = useSettings();
  const status = useTsdbStatus(Number(limit) || 10);
  return (
    <div className={page.page}>
      <div className={page.tools}>
        <NativeSelect
          size="xs"
          aria-label="How many of each"
          value={limit || '10'}
          onChange={(event) => setFilter('limit', event.currentTarget.value)}
          data={['10', '25', '100', '1000'].map((n) => ({ value: n, label: `The largest ${n}` }))}
        />
      </div>
      <Answered query={status}>
        {(data) => (
          <div className={page.columns}>
            <Facts title="In memory" facts={headFacts(data, zone)} />
            <Top
              title="Series by metric"
              values={data.seriesCountByMetricName}
              expr={(name) => name}
              total={data.headStats.numSeries}
            />
            <Top
              title="Series by label and value"
              values={data.seriesCountByLabelValuePair}
              expr={(pair) => {
                const at = pair.indexOf('=');
                return `{${pair.slice(0, at)}=${JSON.stringify(pair.slice(at + 1))}}`;
              }}
              total={data.headStats.numSeries}
            />
            <Top title="Values by label" values={data.labelValueCountByLabelName} />
            <Top
              title="Memory by label"
              values={data.memoryInBytesByLabelName}
              unit={{ base: 'bytes' }}
            />
          </div>
        )}
      </Answered>
    </div>
  );
}

function headFacts({ headStats }: TsdbStatus, zone: Zone) {
  const { minTime, maxTime } = headStats;
  // without samples the ends are the limits of the type
  const time = (millis: number) =>
    Math.abs(millis) < 8e15
      ? `${formatTime(millis, zone)} ${zoneName(millis, zone)}`
      : 'no samples yet';
  return [
    ['Series', headStats.numSeries.toLocaleString('en')],
    ['Chunks', headStats.chunkCount.toLocaleString('en')],
    ...(headStats.numLabelPairs === undefined
      ? []
      : [['Pairs of label and value', headStats.numLabelPairs.toLocaleString('en')] as const]),
    ['Oldest sample', time(minTime)],
    ['Newest sample', time(maxTime)],
    ...(maxTime > minTime && maxTime - minTime < 8e15
      ? [['Time between', formatDuration(Math.round((maxTime - minTime) / 1000) * 1000)] as const]
      : []),
  ] as const;
}

interface TopProps {
  title: string;
  values: NameValue[] | null;
  unit?: Unit;
  /** The selector of a name, where there is one. */
  expr?: (name: string) => string;
  total?: number;
}

function Top({ title, values, unit, expr, total }: TopProps) {
  const most = Math.max(1, ...(values ?? []).map(({ value }) => value));
  return (
    <section className="card" aria-label={title}>
      <h2 className={page.title}>{title}</h2>
      <div
        style={{ maxHeight: 420, overflow: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label={`${title}, list`}
      >
        <table className="dense">
          <tbody>
            {(values ?? []).map(({ name, value }) => (
              <tr key={name}>
                <td className="mono" style={{ overflowWrap: 'anywhere' }}>
                  {expr ? (
                    <Link href={queryLink(`count by (job) (${expr(name)})`, { tab: 'table' })}>
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </td>
                <td style={{ width: 76 }}>
                  <Bar share={value / most} />
                </td>
                <td className="number nowrap" title={String(value)} style={{ width: 64 }}>
                  {unit ? formatValue(value, unit) : value.toLocaleString('en')}
                </td>
                {total !== undefined && (
                  <td className="number nowrap dim" style={{ width: 56 }}>
                    {formatValue(value / Math.max(1, total), { base: 'ratio' }, 3)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {values?.length === 0 && <p style={{ padding: '0 12px' }}>None.</p>}
    </section>
  );
}

function Bar({ share }: { share: number }) {
  return (
    <svg width={64} height={8} aria-hidden="true" style={{ display: 'block', marginTop: 5 }}>
      <rect width={64 * share} height={8} rx={2} fill="var(--accent)" />
    </svg>
  );
}
