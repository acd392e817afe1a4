import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// happy-dom has no layout to answer this with
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  }) as unknown as MediaQueryList;

afterEach(cleanup);
