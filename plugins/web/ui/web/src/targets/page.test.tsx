// @vitest-environment happy-dom
import '../testkit/browser';
import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { ActiveTarget } from '../data/model';
import { draw } from '../testkit/draw';
import TargetsPage from './page';
import { toPools } from './pools';

function target(scrapePool: string, host: string, lastError = ''): ActiveTarget {
  return {
    discoveredLabels: {},
    labels: { job: scrapePool, instance: host },
    scrapePool,
    scrapeUrl: `http://${host}/metrics`,
    globalUrl: `http://${host}/metrics`,
    lastError,
    lastScrape: '2026-01-01T00:00:00Z',
    lastScrapeDuration: 0.0042,
    health: lastError ? 'down' : 'up',
    scrapeInterval: '15s',
    scrapeTimeout: '10s',
  };
}

const ALL = [target('a', 'x:1'), target('a', 'y:1'), target('b', 'z:1', 'connection refused')];
const NO_FILTER = { search: '', health: '', pool: '' };

it('puts pools in which something is down first, and counts all of their targets', () => {
  const pools = toPools(ALL, { ...NO_FILTER, search: ':1' });
  expect(pools.map((pool) => [pool.name, pool.up, pool.down])).toEqual([
    ['b', 0, 1],
    ['a', 2, 0],
  ]);
});

it('filters by words of address, label and error, by health and by pool', () => {
  const found = (filter: Partial<typeof NO_FILTER>) =>
    toPools(ALL, { ...NO_FILTER, ...filter }).flatMap((pool) =>
      pool.shown.map((one) => one.labels.instance),
    );
  expect(found({ search: 'job="a" Y' })).toEqual(['y:1']);
  expect(found({ search: 'refused' })).toEqual(['z:1']);
  expect(found({ health: 'up' })).toEqual(['x:1', 'y:1']);
  expect(found({ pool: 'b' })).toEqual(['z:1']);
});

it('shows each target with its error, and closes pools', async () => {
  draw(<TargetsPage />, { targets: { activeTargets: ALL, droppedTargets: [] } });
  expect(await screen.findByText('connection refused')).toBeTruthy();
  expect(screen.getByText('http://x:1/metrics')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^b/ }));
  expect(screen.queryByText('connection refused')).toBeNull();
});

it('says why there is nothing', async () => {
  draw(<TargetsPage />, { targets: { activeTargets: [], droppedTargets: [] } });
  expect(await screen.findByText(/No targets/)).toBeTruthy();
});

it('links addresses that a browser can open, and no others', async () => {
  const inside = { ...target('jvm', 'x:1'), scrapeUrl: 'plugin://x:1/metrics' };
  draw(<TargetsPage />, {
    targets: { activeTargets: [target('a', 'y:1'), inside], droppedTargets: [] },
  });
  expect((await screen.findByText('http://y:1/metrics')).tagName).toBe('A');
  expect(screen.getByText('plugin://x:1/metrics').tagName).toBe('SPAN');
});
