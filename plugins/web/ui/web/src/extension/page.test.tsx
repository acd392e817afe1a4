// @vitest-environment happy-dom
import '../testkit/browser';
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { draw } from '../testkit/draw';
import type { PageHost } from './host';
import BroughtPage from './page';

const PAGE = { plugin: 'lights', path: '/lights', title: 'Lights', script: '/lights/page.js' };

it('draws what a module mounts, and lets it clean up', async () => {
  let asked = '';
  let ended = 0;
  const module = {
    mount: (element: HTMLElement, host: PageHost) => {
      element.append(
        host.h('p', { class: 'mono', hidden: false }, '<b>text</b> ', [1, null, ' and ', 'more']),
      );
      return () => ended++;
    },
  };
  const { unmount } = draw(
    <BroughtPage
      page={PAGE}
      loader={(script) => {
        asked = script;
        return Promise.resolve(module);
      }}
    />,
  );
  expect(await screen.findByText('<b>text</b> 1 and more')).toBeTruthy();
  expect(asked).toBe('/lights/page.js');
  unmount();
  expect(ended).toBe(1);
});

it('lends the API, time, theme and the URL, and tells of changes', async () => {
  let host: PageHost | undefined;
  let told = 0;
  draw(
    <BroughtPage
      page={PAGE}
      loader={() =>
        Promise.resolve({
          mount: (_: HTMLElement, lent: PageHost) => {
            host = lent;
            lent.onChange(() => told++);
          },
        })
      }
    />,
    { 'push/metrics': ['a'] },
    '/lights?filter=x&range_input=2h&end_input=2026-01-31+12:00:00',
  );
  await waitFor(() => expect(host).toBeDefined());
  expect(await host?.api.get<string[]>('push/metrics')).toEqual(['a']);
  await expect(host?.api.get('nothing')).rejects.toThrow('no answer for nothing');
  expect(host?.navigation.parameter('filter')).toBe('x');
  expect(host?.time.range()).toEqual({
    rangeMillis: 7_200_000,
    endMillis: Date.UTC(2026, 0, 31, 12),
  });
  expect(host?.theme.scheme()).toBe('light');
  expect(host?.navigation.graph('up')).toContain('/query?g0.expr=up');
  expect(host?.formatValue(2048, 'x_bytes')).toBe('2 KiB');
  host?.navigation.setParameter('filter', '');
  await waitFor(() => expect(told).toBe(1));
  expect(host?.navigation.parameter('filter')).toBe('');
  expect(host?.navigation.parameter('range_input')).toBe('2h');
});

it('says which plugin failed, and why', async () => {
  draw(<BroughtPage page={PAGE} loader={() => Promise.resolve({})} />);
  expect(await screen.findByText('The page of the plugin lights failed')).toBeTruthy();
  expect(screen.getByText('/lights/page.js exports no function "mount"')).toBeTruthy();
});
