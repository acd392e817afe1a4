// @vitest-environment happy-dom
import '../testkit/browser';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { QueryData } from '../data/model';
import { draw } from '../testkit/draw';
import { TableView } from './table-view';

const NOW = 1_700_000_000_000;

function view(data: QueryData, expr: string) {
  return draw(<TableView data={data} expr={expr} millis={NOW} />, { series: [] });
}

it('says what all series share once, and each value with its unit and exactly', () => {
  view(
    {
      resultType: 'vector',
      result: [
        { metric: { __name__: 'm_bytes', job: 'a', x: '1' }, value: [NOW / 1000, '1536'] },
        { metric: { __name__: 'm_bytes', job: 'a', x: '2' }, value: [NOW / 1000, '+Inf'] },
      ],
    },
    'm_bytes',
  );
  const rows = screen.getAllByRole('row').slice(1);
  expect(rows).toHaveLength(2);
  expect(rows[0]?.textContent).toContain('{x="1"}');
  expect(rows[0]?.textContent).not.toContain('job');
  expect(screen.getByText('1.5 KiB').title).toBe('exactly 1536');
  expect(rows[1]?.textContent).toContain('+Inf');
  expect(screen.getByText('job')).toBeTruthy();
});

it('writes what comes from outside as text', () => {
  const { container } = view(
    {
      resultType: 'vector',
      result: [{ metric: { a: '<img src=x onerror=alert(1)>' }, value: [1, '1'] }],
    },
    '{a=~".+"}',
  );
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
});

it('shows scalars, ranges of samples and native histograms', () => {
  const scalar = view({ resultType: 'scalar', result: [1, '42'] }, '42');
  expect(scalar.container.textContent).toContain('42');
  scalar.unmount();

  const matrix = view(
    {
      resultType: 'matrix',
      result: [
        {
          metric: { a: 'b' },
          values: [
            [1, '7'],
            [2, '8'],
          ],
        },
      ],
    },
    'x[1m]',
  );
  expect(matrix.container.textContent).toContain('7');
  expect(matrix.container.textContent).toContain('8');
  matrix.unmount();

  view(
    {
      resultType: 'vector',
      result: [
        {
          metric: { a: 'b' },
          histogram: [1, { count: '5', sum: '2.5', buckets: [[0, '0.5', '1', '5']] }],
        },
      ],
    },
    'h',
  );
  expect(screen.getByText(/5 observations/)).toBeTruthy();
  expect(screen.getByText(/\(0.5, 1\]/)).toBeTruthy();
});

it('names the selector that finds nothing', async () => {
  view({ resultType: 'vector', result: [] }, 'sum(not_there{a="b"}) > 3');
  expect(await screen.findByText('not_there{a="b"}')).toBeTruthy();
});
