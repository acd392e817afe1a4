// @vitest-environment happy-dom
import '../testkit/browser';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { PluginStatus } from '../data/model';
import { draw } from '../testkit/draw';
import PluginsPage, { kindsOf, stateOf } from './page';

const plugin = (id: string, more: Partial<PluginStatus> = {}): PluginStatus => ({
  id,
  version: '1.0',
  provider: 'Somebody',
  description: '',
  extensions: ['discovery:lights'],
  state: 'loaded',
  health: 'up',
  error: '',
  running: 0,
  failures: 0,
  seconds: 1.5,
  keys: ['lights_sd_configs'],
  flags: ['lights.path'],
  ...more,
});

it('lists plugins with trouble first, their errors, keys and flags', async () => {
  draw(<PluginsPage />, {
    'status/plugins': {
      plugins: [
        plugin('fine'),
        plugin('off', { state: 'disabled' }),
        plugin('broken', { state: 'failed', error: 'no class of that name' }),
      ],
    },
  });
  expect(await screen.findByText('no class of that name')).toBeTruthy();
  const rows = screen.getAllByRole('row').slice(1);
  expect(rows.map((row) => /^(failed|up|disabled)/.exec(row.textContent)?.[1])).toEqual([
    'failed',
    'up',
    'disabled',
  ]);
  expect(screen.getAllByText('--lights.path')).toHaveLength(3);
});

it('tells an error in the words of the server', async () => {
  draw(<PluginsPage />);
  expect(await screen.findByText('no answer for status/plugins')).toBeTruthy();
});

it('shows health only while a plugin is loaded', () => {
  expect(stateOf({ state: 'loaded', health: 'hanging' })).toEqual({ mood: 'bad', word: 'hanging' });
  expect(stateOf({ state: 'loaded', health: 'failing' }).mood).toBe('warn');
  expect(stateOf({ state: 'held', health: 'failing' })).toEqual({ mood: 'warn', word: 'held' });
});

it('narrows the list by state, kind and words, which stand in the URL', async () => {
  draw(
    <PluginsPage />,
    {
      'status/plugins': {
        plugins: [
          plugin('a', { extensions: ['web:a', 'part:a'] }),
          plugin('b', { extensions: ['web:b'], health: 'failing', failures: 3 }),
          plugin('c'),
        ],
      },
    },
    '/plugins?state=up&kind=web',
  );
  expect(await screen.findByText('1 of 3 plugins')).toBeTruthy();
  expect(screen.getAllByRole('row')).toHaveLength(2);
  expect(screen.getByRole('button', { name: 'Failing 1' })).toBeTruthy();
});

it('knows the kinds of what a plugin offers', () => {
  expect(kindsOf({ extensions: ['web:a', 'part:a', 'web:b'] })).toEqual(['web', 'part']);
});
