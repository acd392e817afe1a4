import { describe, expect, it } from 'vitest';
import { formatValue, NO_UNIT, unitOfMetric, type Unit } from './units';

const bytes: Unit = { base: 'bytes' };
const seconds: Unit = { base: 'seconds' };

describe('formatValue', () => {
  it.each<[number, Unit, string]>([
    [0, NO_UNIT, '0'],
    [1234, NO_UNIT, '1234'],
    [1_234_567, NO_UNIT, '1.235 M'],
    [0.000012, NO_UNIT, '1.20e-5'],
    [1536, bytes, '1.5 KiB'],
    [-1536, bytes, '-1.5 KiB'],
    [3 * 1024 ** 3, { base: 'bytes', perSecond: true }, '3 GiB/s'],
    [0.25, { base: 'ratio' }, '25%'],
    [0.0042, seconds, '4.2 ms'],
    [0.0000042, seconds, '4.2 µs'],
    [42, seconds, '42 s'],
    [90 * 60, seconds, '90 min'],
    [3 * 86_400, seconds, '3 d'],
    [21.5, { base: 'celsius' }, '21.5 °C'],
    [5, { base: 'none', perSecond: true }, '5/s'],
    [NaN, bytes, 'NaN'],
    [-Infinity, bytes, '-Inf'],
  ])('%d of %j is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});

describe('unitOfMetric', () => {
  it.each([
    ['node_memory_MemFree_bytes', 'bytes'],
    ['process_cpu_seconds_total', 'seconds'],
    ['http_request_duration_seconds_sum', 'seconds'],
    ['http_request_duration_seconds_count', 'none'],
    ['http_request_duration_seconds_bucket', 'none'],
    ['process_start_time_seconds', 'timestamp'],
    ['cache_hit_ratio', 'ratio'],
    ['up', 'none'],
  ])('%s counts %s', (name, base) => {
    expect(unitOfMetric(name).base).toBe(base);
  });
});
