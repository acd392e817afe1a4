import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTargets } from '../data/queries';
import { FilterField, useFilters } from '../shell/filter';
import page from '../shell/page.module.css';
import { Answered } from '../shell/waiting';
import type { ActiveTarget, TargetsData } from '../data/model';
import { DroppedTargets } from './dropped';
import { PoolCard } from './pool-card';
import { toPools, type Pool } from './pools';

/** At first pools are open, from the top, until they have this many targets together. */
const OPEN_TARGETS = 200;

/** What is scraped, by pool, with what went wrong on top. */
export default function TargetsPage() {
  const targets = useTargets();
  return (
    <Answered query={targets}>
      {(data) => <Targets data={data} seenMillis={targets.dataUpdatedAt} />}
    </Answered>
  );
}

function Targets({ data, seenMillis }: { data: TargetsData; seenMillis: number }) {
  const [filters, setFilter] = useFilters('search', 'health', 'pool');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const active = useMemo<ActiveTarget[]>(() => data.activeTargets ?? [], [data]);
  const names = useMemo(
    () => [...new Set(active.map((target) => target.scrapePool))].sort(),
    [active],
  );
  const pools = useMemo(() => toPools(active, filters), [active, filters]);
  const count = (health: string) => active.filter((target) => target.health === health).length;
  const openAtFirst = useMemo(() => firstNames(pools), [pools]);
  const open = (pool: Pool) => openAtFirst.has(pool.name) !== toggled.has(pool.name);

  function toggle(name: string) {
    const next = new Set(toggled);
    if (!next.delete(name)) {
      next.add(name);
    }
    setToggled(next);
  }

  return (
    <div className={page.page}>
      <div className={page.tools}>
        <SegmentedControl
          size="xs"
          aria-label="Health"
          value={filters.health}
          onChange={(health) => setFilter('health', health)}
          data={[
            { value: '', label: `All ${active.length}` },
            { value: 'up', label: `Up ${count('up')}` },
            { value: 'down', label: `Down ${count('down')}` },
            { value: 'unknown', label: `Unknown ${count('unknown')}` },
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="Scrape pool"
          value={filters.pool}
          onChange={(event) => setFilter('pool', event.currentTarget.value)}
          data={[
            { value: '', label: `All ${names.length} pools` },
            ...names.map((name) => ({ value: name, label: name })),
          ]}
        />
        <FilterField
          label="Address, label or error"
          value={filters.search}
          onChange={(text) => setFilter('search', text)}
        />
        {pools.length > 1 && (
          <Button
            size="xs"
            variant="default"
            className={page.push ?? ''}
            onClick={() => {
              const anyOpen = pools.some(open);
              const wrong = pools.filter((pool) => open(pool) === anyOpen);
              const next = new Set(toggled);
              for (const { name } of wrong) {
                if (!next.delete(name)) {
                  next.add(name);
                }
              }
              setToggled(next);
            }}
          >
            {pools.some(open) ? 'Close all' : 'Open all'}
          </Button>
        )}
      </div>
      {pools.map((pool) => (
        <PoolCard
          key={pool.name}
          pool={pool}
          open={open(pool)}
          onToggle={() => toggle(pool.name)}
          nowMillis={seenMillis}
        />
      ))}
      {pools.length === 0 && (
        <p className="dim">
          {active.length === 0
            ? 'No targets: no scrape_configs of the configuration finds one, or all were dropped by relabelling.'
            : 'No target passes these filters.'}
        </p>
      )}
      <DroppedTargets />
    </div>
  );
}

function firstNames(pools: readonly Pool[]): ReadonlySet<string> {
  const names = new Set<string>();
  let room = OPEN_TARGETS;
  for (const pool of pools) {
    room -= pool.shown.length;
    if (room < 0 && names.size > 0) {
      break;
    }
    names.add(pool.name);
  }
  return names;
}
