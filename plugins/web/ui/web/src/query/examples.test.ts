import { expect, it } from 'vitest';
import { parser } from '@prometheus-io/lezer-promql';
import { examplesFor } from './examples';

const NODE = ['up', 'node_cpu_seconds_total', 'node_load1', 'scrape_duration_seconds'];

it('asks only about metrics that there are', () => {
  const exprs = examplesFor(NODE, '2m').map((example) => example.expr);
  expect(exprs).toContain('up');
  expect(exprs.join()).toContain('node_cpu_seconds_total{mode!="idle"}[2m]');
  expect(exprs.join()).not.toContain('node_memory');
});

it('takes what there is where nothing is known, counters as rates', () => {
  expect(examplesFor(['shop_orders_total', 'shop_carts', 'shop_wait_bucket'], '1m')).toEqual([
    { title: 'shop_orders_total', expr: 'rate(shop_orders_total[1m])' },
    { title: 'shop_carts', expr: 'shop_carts' },
  ]);
});

it('offers nothing where there is nothing', () => {
  expect(examplesFor([], '1m')).toEqual([]);
});

it('writes expressions without mistakes', () => {
  const all = [
    ...NODE,
    'node_memory_MemAvailable_bytes',
    'node_memory_MemTotal_bytes',
    'node_filesystem_avail_bytes',
    'node_filesystem_size_bytes',
    'node_network_receive_bytes_total',
    'node_disk_written_bytes_total',
  ];
  for (const { expr } of examplesFor(all, '1m')) {
    let mistakes = 0;
    parser.parse(expr).iterate({
      enter: (node) => {
        mistakes += node.type.isError ? 1 : 0;
      },
    });
    expect(mistakes, expr).toBe(0);
  }
});
