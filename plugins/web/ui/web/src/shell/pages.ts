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
  {
    path: '/targets',
    title: 'Targets',
    description: 'What is scraped, and what went wrong',
    place: 'bar',
    Page: lazy(() => import('../targets/page')),
  },
  {
    path: '/plugins',
    title: 'Plugins',
    description: 'What this server is made of',
    place: 'bar',
    Page: lazy(() => import('../plugins/page')),
  },
  {
    path: '/status',
    title: 'Runtime and build',
    description: 'Version, start, storage retention',
    place: 'status',
    Page: lazy(() => import('../status/runtime')),
  },
  {
    path: '/tsdb-status',
    title: 'Storage',
    description: 'Series in memory by metric and label',
    place: 'status',
    Page: lazy(() => import('../status/tsdb')),
  },
  {
    path: '/config',
    title: 'Configuration',
    description: 'The loaded configuration file',
    place: 'status',
    Page: lazy(() => import('../status/config')),
  },
  {
    path: '/flags',
    title: 'Flags',
    description: 'Command line of this server',
    place: 'status',
    Page: lazy(() => import('../status/flags')),
  },
];

/** A path of this server as the browser needs it. */
export const href = (path: string) => boot.base + path;
