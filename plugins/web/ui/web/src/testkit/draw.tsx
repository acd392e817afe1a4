import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { SettingsProvider } from '../shell/settings';

type Answers = Record<string, unknown>;

/** Draws a part of the pages for a test, with the answers that the API gives by path. */
export function draw(element: ReactElement, answers: Answers = {}, at = '/') {
  globalThis.fetch = (input) => {
    const url = input instanceof Request ? input.url : input.toString();
    const path = url.replace(/^.*\/api\/v1\//, '').replace(/\?.*$/, '');
    const found = path in answers;
    const body = found
      ? { status: 'success', data: answers[path] }
      : { status: 'error', errorType: 'not_found', error: `no answer for ${path}` };
    return Promise.resolve(new Response(JSON.stringify(body), { status: found ? 200 : 404 }));
  };
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { hook, searchHook } = memoryLocation({ path: at });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <SettingsProvider>
          <Router hook={hook} searchHook={searchHook}>
            {element}
          </Router>
        </SettingsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
