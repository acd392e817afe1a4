import { Link } from 'wouter';
import { LabelChip } from '../chart/labels';
import { formatValue } from '../chart/units';
import type { ActiveTarget } from '../data/model';
import { formatAgo, formatTime, zoneName } from '../data/time';
import { formatPanels, NEW_PANEL } from '../query/state';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import { StateMark, type Mood } from '../shell/state-mark';
import { VirtualTable } from '../shell/virtual-table';
import type { Health, Pool } from './pools';
import styles from './targets.module.css';

const MOODS: Record<Health, Mood> = { up: 'ok', down: 'bad', unknown: 'none' };

interface PoolCardProps {
  pool: Pool;
  open: boolean;
  onToggle: () => void;
  nowMillis: number;
}

/** One scrape pool: how many of its targets are up, and each of them. */
export function PoolCard({ pool, open, onToggle, nowMillis }: PoolCardProps) {
  return (
    <section className={`card ${styles.pool}`} aria-label={`Pool ${pool.name}`}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={onToggle}>
        <span className={styles.turn} data-open={open || undefined}>
          <Icon name="right" size={12} />
        </span>
        <span className={styles.name}>{pool.name}</span>
        <HealthBar pool={pool} />
        <span className="dim">
          {pool.up} of {pool.size} up
          {pool.shown.length < pool.size && `, ${pool.shown.length} shown`}
        </span>
      </button>
      {open && (
        <VirtualTable
          label={`Targets of ${pool.name}`}
          count={pool.shown.length}
          columns={5}
          rowHeight={30}
          maxHeight="70vh"
          head={
            <tr>
              <th scope="col">State</th>
              <th scope="col">Address</th>
              <th scope="col">Labels</th>
              <th scope="col" className="number">
                Last scrape
              </th>
              <th scope="col" className="number">
                Took
              </th>
            </tr>
          }
          row={(index, props) => {
            const target = pool.shown[index];
            return (
              target && (
                <tr {...props} key={`${target.scrapeUrl} ${index}`}>
                  <TargetCells target={target} nowMillis={nowMillis} />
                </tr>
              )
            );
          }}
        />
      )}
    </section>
  );
}

/** Shares of up, unknown and down, with a down target never too thin to be seen. */
function HealthBar({ pool }: { pool: Pool }) {
  return (
    <span className={styles.bar} aria-hidden="true">
      {(['down', 'unknown', 'up'] as const).map(
        (health) =>
          pool[health] > 0 && (
            <span key={health} data-health={health} style={{ flexGrow: pool[health] }} />
          ),
      )}
    </span>
  );
}

/** Exporters of the server itself have addresses that no browser can open. */
const HTTP = /^https?:/;

function TargetCells({ target, nowMillis }: { target: ActiveTarget; nowMillis: number }) {
  const { zone } = useSettings();
  const scraped = Date.parse(target.lastScrape);
  const never = !(scraped > 0);
  const limit = `every ${target.scrapeInterval}, at most ${target.scrapeTimeout}`;
  const { job, instance, ...rest } = target.labels;
  return (
    <>
      <td>
        <StateMark mood={MOODS[target.health]}>{target.health}</StateMark>
      </td>
      <td className={styles.address}>
        {HTTP.test(target.scrapeUrl) ? (
          <a className="mono" href={target.globalUrl || target.scrapeUrl} rel="noreferrer">
            {target.scrapeUrl}
          </a>
        ) : (
          <span className="mono">{target.scrapeUrl}</span>
        )}
        {target.lastError && <div className={styles.error}>{target.lastError}</div>}
      </td>
      <td>
        <div className={styles.labels}>
          {Object.entries({ ...(job && { job }), ...(instance && { instance }), ...rest }).map(
            ([name, value]) => (
              <LabelChip key={name} name={name} value={value} />
            ),
          )}
          <Link className={styles.graph} href={graphOf(target)}>
            graph
          </Link>
        </div>
      </td>
      <td className="number nowrap">
        <span
          title={
            never
              ? 'not scraped yet'
              : `${formatTime(scraped, zone)} ${zoneName(scraped, zone)}, ${limit}`
          }
        >
          {never ? 'never' : formatAgo(scraped, Math.max(scraped, nowMillis))}
        </span>
      </td>
      <td className="number nowrap">
        <span title={`${target.lastScrapeDuration} s; ${limit}`}>
          {formatValue(target.lastScrapeDuration, { base: 'seconds' }, 3)}
        </span>
      </td>
    </>
  );
}

/** The way to how a target has been doing. */
function graphOf({ labels }: ActiveTarget): string {
  const matchers = (['job', 'instance'] as const)
    .filter((name) => labels[name] !== undefined)
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');
  return `/query?${formatPanels(
    [
      { ...NEW_PANEL, expr: `up{${matchers}}` },
      { ...NEW_PANEL, expr: `scrape_duration_seconds{${matchers}}` },
    ],
    '',
  )}`;
}
