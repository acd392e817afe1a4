// @vitest-environment happy-dom
import '../testkit/browser';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { ExplainData, PlanNode } from '../data/model';
import { draw } from '../testkit/draw';
import { ExplainView } from './explain-view';
import { toLines } from './plan';

function node(name: string, more: Partial<PlanNode> = {}): PlanNode {
  return {
    type: 'call',
    name,
    expression: `${name}()`,
    start: 0,
    end: 1,
    steps: 61,
    details: {},
    children: [],
    ...more,
  };
}

const cost = (time: number, selfTime: number, series = 1) => ({
  time,
  selfTime,
  series,
  samples: series * 61,
  samplesRead: 0,
  bytes: 2048,
});

const PLAN = node('>', {
  type: 'binaryExpr',
  cost: cost(0.01, 0.001),
  children: [
    node('sum by (job)', {
      type: 'aggregation',
      cost: cost(0.009, 0.002),
      children: [
        node('rate', {
          cost: cost(0.007, 0.007, 300),
          details: { range: '5m' },
          children: [node('http_requests_total', { type: 'matrixSelector' })],
        }),
      ],
    }),
    node('2', { type: 'numberLiteral', steps: 1 }),
  ],
});

it('lays the tree out from the root down, and knows what takes the most', () => {
  const lines = toLines(PLAN);
  expect(lines.map(({ node: { name }, depth }) => [name, depth])).toEqual([
    ['>', 0],
    ['sum by (job)', 0],
    ['rate', 1],
    ['http_requests_total', 2],
    ['2', 0],
  ]);
  expect(lines.map(({ slowest }) => slowest)).toEqual([false, false, true, false, false]);
  expect(lines[2]?.share).toBeCloseTo(0.7);
  expect(lines[2]?.rails).toEqual([true]);
  expect(lines[3]).toMatchObject({ share: undefined, rails: [true, false], last: true });
});

it('says nothing of the slowest where there is but one or nothing was measured', () => {
  expect(toLines(node('up')).some(({ slowest }) => slowest)).toBe(false);
  expect(toLines(node('up', { cost: cost(1, 1) })).some(({ slowest }) => slowest)).toBe(false);
});

it('shows operators with their costs, and what was computed once', () => {
  const data: ExplainData = {
    query: '',
    resultType: 'matrix',
    analyzed: true,
    plan: { ...PLAN, children: [...PLAN.children, node('vector', { steps: 1 })] },
    result: { series: 2, samples: 122 },
  };
  draw(<ExplainView data={data} />);
  expect(screen.getByText('takes the most').closest('tr')?.textContent).toContain('rate');
  expect(screen.getByTitle('18300').textContent).toBe('18,300');
  expect(screen.getByText('5m')).toBeTruthy();
  expect(screen.getByText('computed once for all steps').closest('tr')?.textContent).toContain(
    'vector',
  );
  expect(screen.getByText(/The query gave 2 series of 122 samples/)).toBeTruthy();
});
