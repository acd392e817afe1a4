import { expect, it } from 'vitest';
import { countSamples, toCsv } from './export';

it('writes a sample a line, with labels in columns and quotes where they are needed', () => {
  expect(
    toCsv([
      {
        metric: { a: 'x,"y"', b: '1' },
        values: [
          [0, '1.5'],
          [60.5, 'NaN'],
        ],
      },
      { metric: { c: 'z' }, values: [[1, '+Inf']] },
    ]),
  ).toBe(
    'a,b,c,time,value\n' +
      '"x,""y""",1,,1970-01-01T00:00:00.000Z,1.5\n' +
      '"x,""y""",1,,1970-01-01T00:01:00.500Z,NaN\n' +
      ',,z,1970-01-01T00:00:01.000Z,+Inf\n',
  );
});

it('counts the samples of every kind of answer', () => {
  expect(countSamples({ resultType: 'scalar', result: [0, '1'] })).toBe(1);
  expect(countSamples({ resultType: 'vector', result: [{ metric: {}, value: [0, '1'] }] })).toBe(1);
});
