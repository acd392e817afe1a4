// @vitest-environment happy-dom
import '../testkit/browser';
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { draw } from '../testkit/draw';
import { alert, alerting, group, recording } from '../testkit/rules';
import AlertsPage from './page';

const EMPTY_RANGE = { resultType: 'matrix', result: [] };

it('shows rules with their alerts, expression and annotations, and closes them', async () => {
  draw(<AlertsPage />, {
    query_range: EMPTY_RANGE,
    rules: {
      groups: [
        group('a', [
          alerting('Down', {
            alerts: [alert('x:1')],
            annotations: { runbook: 'https://example.org/down' },
          }),
        ]),
      ],
    },
  });
  const rule = await screen.findByRole('button', { name: /Down/ });
  expect(rule.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByText('x:1 is down')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'https://example.org/down' })).toBeTruthy();
  expect(screen.getByTitle('Show as a graph').getAttribute('href')).toContain(
    'g0.expr=up+%3D%3D+0&g0.tab=graph',
  );
  expect(await screen.findByText('never in the last 24 h')).toBeTruthy();
  fireEvent.click(rule);
  expect(screen.queryByText('x:1 is down')).toBeNull();
});

it('takes state and words from the URL, as links of the original have them', async () => {
  draw(
    <AlertsPage />,
    {
      query_range: EMPTY_RANGE,
      rules: {
        groups: [
          group('a', [
            alerting('Down', { alerts: [alert('x:1')] }),
            alerting('Late', { alerts: [alert('y:1', { state: 'pending' })] }),
            alerting('Calm'),
          ]),
        ],
      },
    },
    '/alerts?state=firing&state=inactive&search=severity',
  );
  await screen.findByRole('button', { name: /Down/ });
  expect(screen.getByRole('button', { name: /Calm/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Late/ })).toBeNull();
  const states = screen.getByRole('group', { name: 'State' });
  const pressed = within(states)
    .getAllByRole('button', { pressed: true })
    .map(({ textContent }) => textContent);
  expect(pressed).toEqual(['Firing 1', 'Inactive 1']);
});

it('says what to do where there are no alerting rules', async () => {
  draw(<AlertsPage />, { rules: { groups: [group('a', [recording('job:up')])] } });
  expect(await screen.findByText(/There are no alerting rules/)).toBeTruthy();
  expect(screen.getByText(/alert: TargetDown/)).toBeTruthy();
});

it('says that filters hide everything, and clears them', async () => {
  draw(
    <AlertsPage />,
    { rules: { groups: [group('a', [alerting('Calm')])] } },
    '/alerts?search=nowhere',
  );
  expect(await screen.findByText(/None of the 1 alerting rules/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
  expect(await screen.findByRole('button', { name: /Calm/ })).toBeTruthy();
});

it('draws a few of 6,000 alerts', async () => {
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { value: 40, configurable: true });
  const rules = Array.from({ length: 60 }, (_, r) =>
    alerting(`Rule${r}`, {
      alerts: Array.from({ length: 100 }, (_, i) => alert(`host-${r}-${i}:9100`)),
    }),
  );
  draw(
    <AlertsPage />,
    { query_range: EMPTY_RANGE, rules: { groups: [group('big', rules)] } },
    '/alerts?group=severity',
  );
  expect(await screen.findByText('6,000 alerts of 60 rules')).toBeTruthy();
  const drawn = screen.getAllByRole('listitem');
  expect(drawn.length).toBeGreaterThan(10);
  expect(drawn.length).toBeLessThan(100);
  expect(drawn[1]?.getAttribute('aria-setsize')).toBe('6001');
});
