import type { ActiveTarget } from '../data/model';
import { matcherOf } from '../shell/filter';

export type Health = ActiveTarget['health'];

export interface Pool {
  name: string;
  /** All its targets. */
  size: number;
  up: number;
  down: number;
  unknown: number;
  /** Those that the filters let through, what is wrong first. */
  shown: ActiveTarget[];
}

const RANK: Record<Health, number> = { down: 0, unknown: 1, up: 2 };

/** Targets by scrape pool; pools in which something is down stand first. */
export function toPools(
  targets: readonly ActiveTarget[],
  filter: { search: string; health: string; pool: string },
): Pool[] {
  const matches = matcherOf(filter.search);
  const pools = new Map<string, Pool>();
  for (const target of targets) {
    if (filter.pool !== '' && target.scrapePool !== filter.pool) {
      continue;
    }
    let pool = pools.get(target.scrapePool);
    if (!pool) {
      pool = { name: target.scrapePool, size: 0, up: 0, down: 0, unknown: 0, shown: [] };
      pools.set(target.scrapePool, pool);
    }
    pool.size++;
    pool[target.health]++;
    if ((filter.health === '' || target.health === filter.health) && matches(textOf(target))) {
      pool.shown.push(target);
    }
  }
  const found = [...pools.values()].filter((pool) => pool.shown.length > 0);
  for (const pool of found) {
    pool.shown.sort(
      (a, b) => RANK[a.health] - RANK[b.health] || a.scrapeUrl.localeCompare(b.scrapeUrl),
    );
  }
  return found.sort(
    (a, b) => Number(b.down > 0) - Number(a.down > 0) || a.name.localeCompare(b.name),
  );
}

/** What a search looks through. */
function textOf(target: ActiveTarget): string {
  const labels = Object.entries(target.labels).map(([name, value]) => `${name}="${value}"`);
  return `${target.scrapeUrl} ${target.scrapePool} ${labels.join(' ')} ${target.lastError}`;
}
