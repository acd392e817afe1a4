import { expect, it } from 'vitest';
import { unitOfExpression } from './unit';

it.each([
  ['a_bytes', { base: 'bytes' }],
  ['{"a_bytes", job="x"}', { base: 'bytes' }],
  ['-(a_bytes{x="y"} offset 5m)', { base: 'bytes' }],
  ['rate(a_bytes_total[5m])', { base: 'bytes', perSecond: true }],
  ['sum by (mode) (rate(node_cpu_seconds_total[5m]))', { base: 'none' }],
  ['rate(http_requests_total[5m])', { base: 'none', perSecond: true }],
  ['increase(a_bytes_total[1h])', { base: 'bytes' }],
  ['a_bytes / b_bytes', { base: 'ratio' }],
  ['1 - a_bytes / on (x) group_left b_bytes', { base: 'ratio' }],
  ['a_bytes * 8', { base: 'bytes' }],
  ['a_bytes > bool 3', { base: 'none' }],
  ['a_bytes > 3', { base: 'bytes' }],
  ['topk(5, a_bytes)', { base: 'bytes' }],
  ['count(a_bytes)', { base: 'none' }],
  ['max_over_time(a_bytes[1h:1m])', { base: 'bytes' }],
  ['histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))', { base: 'seconds' }],
  ['rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])', { base: 'seconds' }],
  ['time() - process_start_time_seconds', { base: 'seconds' }],
  ['changes(a_bytes[1h])', { base: 'none' }],
  ['1 + 2', { base: 'none' }],
  ['', { base: 'none' }],
  ['sum(', { base: 'none' }],
])('%s', (expr, unit) => {
  expect(unitOfExpression(expr)).toEqual(unit);
});
