import { lazy, type ComponentType } from 'react';
import { boot } from './boot';

export interface PageEntry {
  path: string;
  title: string;
  /** What the palette says about it. */
  description: string;
  /** In the bar itself, or in its status menu. */
  place: 'bar' | 'status';
  Page: ComponentType;
}

/** Every page that works; the navigation and the palette are drawn from this. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/query',
    title: 'Query',
    description: 'Expressions as graphs and tables',
    place: 'bar',
    Page: lazy(() => import('../query/page')),
  },
];

/** A path of this server as the browser needs it. */
export const href = (path: string) => boot.base + path;
