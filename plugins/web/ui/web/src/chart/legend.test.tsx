// @vitest-environment happy-dom
import '../testkit/browser';
import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { draw } from '../testkit/draw';
import { toColumns } from './columns';
import { Legend } from './legend';

const { lines } = toColumns(
  ['a', 'b', 'c'].map((x, i) => ({ metric: { x }, values: [[0, String(10 - i)]] })),
  0,
  0,
  1000,
);
let hidden: ReadonlySet<string> = new Set();

function Kept() {
  const [now, set] = useState<ReadonlySet<string>>(new Set());
  return (
    <Legend
      lines={lines}
      common={{}}
      unit={{ base: 'none' }}
      hidden={now}
      onHidden={(next) => {
        hidden = next;
        set(next);
      }}
      onFocus={() => undefined}
    />
  );
}

const row = (i: number): HTMLElement => {
  const found = screen.getAllByRole('row')[i + 1];
  if (!found) {
    throw new Error(`no row ${i}`);
  }
  return found;
};
const shown = () => lines.filter((line) => !hidden.has(line.key)).map((line) => line.labels.x);

beforeEach(() => {
  hidden = new Set();
});

it('shows one line alone by a click, and all again by another', () => {
  draw(<Kept />);
  fireEvent.click(row(1));
  expect(shown()).toEqual(['b']);
  fireEvent.click(row(1));
  expect(shown()).toEqual(['a', 'b', 'c']);
});

it('hides and shows one line by Ctrl and a click', () => {
  draw(<Kept />);
  fireEvent.click(row(0), { ctrlKey: true });
  expect(shown()).toEqual(['b', 'c']);
  fireEvent.click(row(2), { ctrlKey: true });
  expect(shown()).toEqual(['b']);
  fireEvent.click(screen.getByText('show all'));
  expect(shown()).toEqual(['a', 'b', 'c']);
});

it('sorts by a column, downwards first', () => {
  draw(<Kept />);
  const order = () => [0, 1, 2].map((i) => /x="(\w)"/.exec(row(i).textContent)?.[1]);
  fireEvent.click(screen.getByRole('button', { name: /max/ }));
  expect(order()).toEqual(['a', 'b', 'c']);
  fireEvent.click(screen.getByRole('button', { name: /max/ }));
  expect(order()).toEqual(['c', 'b', 'a']);
});
