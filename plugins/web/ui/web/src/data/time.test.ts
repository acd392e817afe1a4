import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration, formatTime, parseDuration, parseTime } from './time';

describe('durations', () => {
  it.each([
    ['15s', 15_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['8d', 8 * 86_400_000],
    ['1w', 7 * 86_400_000],
    ['1y', 365 * 86_400_000],
    ['250ms', 250],
  ])('%s is read and written', (text, millis) => {
    expect(parseDuration(text)).toBe(millis);
    expect(formatDuration(millis)).toBe(text);
  });

  it.each(['', 'h', '1', '5 m', '1m1h', '-1m', '1.5h'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('times', () => {
  const time = Date.UTC(2026, 0, 31, 23, 59, 58);

  it('are read as they are written', () => {
    expect(formatTime(time, 'utc')).toBe('2026-01-31 23:59:58');
    expect(parseTime('2026-01-31 23:59:58', 'utc')).toBe(time);
    expect(parseTime(formatTime(time, 'local'), 'local')).toBe(time);
    expect(parseTime('2026-01-31T23:59', 'utc')).toBe(time - 58_000);
    expect(formatTime(time + 7, 'utc')).toBe('2026-01-31 23:59:58.007');
  });

  it('that do not exist are refused', () => {
    expect(parseTime('2026-02-31 00:00:00', 'utc')).toBeUndefined();
    expect(parseTime('yesterday', 'utc')).toBeUndefined();
  });

  it('are told relative to now', () => {
    expect(formatAgo(time - 3000, time)).toBe('3s ago');
    expect(formatAgo(time - 7_200_000, time)).toBe('2h ago');
    expect(formatAgo(time + 4000, time)).toBe('in 4s');
  });
});
