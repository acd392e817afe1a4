import { expect, it } from 'vitest';
import { piecesOf } from './promql-text';

it.each([
  'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) > 0.5',
  'a and\n  # why\n  b',
  'not an expression )(',
  '',
])('keeps every character of %j', (expr) => {
  expect(
    piecesOf(expr)
      .map(({ text }) => text)
      .join(''),
  ).toBe(expr);
});

it('tells functions, labels, strings and numbers apart', () => {
  const classes = new Map(
    piecesOf('rate(x{a="b"}[5m]) > 1').map(({ text, className }) => [text, className]),
  );
  expect(classes.get('rate')).toBe('function');
  expect(classes.get('a')).toBe('label');
  expect(classes.get('"b"')).toBe('string');
  expect(classes.get('1')).toBe('number');
});
