// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { errorPosition } from './query-error';

it('finds the place that a parse error names', () => {
  expect(errorPosition('invalid parameter "query": 1:5: parse error: unexpected end')).toEqual({
    line: 1,
    column: 5,
  });
  expect(errorPosition('2:13: parse error: unclosed left parenthesis')).toEqual({
    line: 2,
    column: 13,
  });
  expect(errorPosition('query timed out at 12:30: parse error')).toBeUndefined();
  expect(errorPosition('expanding series: context deadline exceeded')).toBeUndefined();
});
