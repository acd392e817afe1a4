import { describe, expect, it } from 'vitest';
import { assignColors, COLORS } from './colors';
import { commonLabels, seriesKey, stack, toColumns } from './columns';

const series = (values: [number, string][], name = 'a') => ({ metric: { __name__: name }, values });

describe('toColumns', () => {
  it('lays samples on the grid of steps with null in between', () => {
    const { times, lines } = toColumns(
      [
        series([
          [10, '1'],
          [30, '3'],
          [40, 'NaN'],
        ]),
      ],
      10_000,
      50_000,
      10_000,
    );
    expect(times).toEqual([10, 20, 30, 40, 50]);
    expect(lines[0]).toMatchObject({ values: [1, null, 3, null, null], min: 1, max: 3, mean: 2 });
    expect(lines[0]?.last).toBeNaN();
  });

  it('takes steps of fractions of a second', () => {
    const { lines } = toColumns(
      [
        series([
          [0.1, '1'],
          [0.3, '2'],
        ]),
      ],
      100,
      300,
      100,
    );
    expect(lines[0]?.values).toEqual([1, null, 2]);
  });
});

describe('stack', () => {
  it('puts lines on those that are shown', () => {
    const { lines } = toColumns(
      [
        series(
          [
            [0, '1'],
            [1, '2'],
          ],
          'a',
        ),
        series([[0, '10']], 'b'),
        series(
          [
            [0, '5'],
            [1, '5'],
          ],
          'c',
        ),
      ],
      0,
      1000,
      1000,
    );
    expect(stack(lines, new Set())).toEqual([
      [1, 2],
      [11, null],
      [16, 7],
    ]);
    expect(stack(lines, new Set([seriesKey({ __name__: 'a' })]))).toEqual([
      [null, null],
      [10, null],
      [15, 5],
    ]);
  });
});

describe('commonLabels', () => {
  it('are those of all series, and none where there is one series', () => {
    expect(commonLabels([{ a: '1', b: '2' }, { a: '1', b: '3' }, { a: '1' }])).toEqual({ a: '1' });
    expect(commonLabels([{ a: '1' }])).toEqual({});
  });
});

describe('assignColors', () => {
  it('differ while there are enough, and do not depend on the order', () => {
    const keys = Array.from({ length: COLORS }, (_, i) => `job="${i}"`);
    const colors = assignColors(keys);
    expect(new Set(colors).size).toBe(COLORS);
    expect(assignColors([...keys].reverse()).reverse()).toEqual(colors);
  });
});
