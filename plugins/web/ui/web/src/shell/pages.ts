import { createElement, lazy, type ComponentType } from 'react';
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

const lazyPluginPage = lazy(() => import('../extension/page'));

const OWN: readonly PageEntry[] = [
  {
    path: '/query',
    title: 'Query',
    description: 'Expressions as graphs and tables',
    place: 'bar',
    Page: lazy(() => import('../query/page')),
  },
  {
    path: '/alerts',
    title: 'Alerts',
    description: 'What is firing or pending, and why',
    place: 'bar',
    Page: lazy(() => import('../alerts/page')),
  },
  {
    path: '/rules',
    title: 'Rules',
    description: 'Rule groups: evaluation, lag, errors',
    place: 'bar',
    Page: lazy(() => import('../rules/page')),
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

/** Pages that plugins bring. */
const BROUGHT = boot.pages.map((page): PageEntry => ({
  path: page.path,
  title: page.title,
  description: `Of the plugin ${page.plugin}`,
  place: 'bar',
  Page: () => createElement(lazyPluginPage, { page }),
}));

/** Every page that works; the navigation and the palette are drawn from this. */
export const PAGES: readonly PageEntry[] = [...OWN, ...BROUGHT];

/** Whether there is a page at a path, for links that are useful only then. */
export const hasPage = (path: string) => PAGES.some((page) => page.path === path);

/** A path of this server as the browser needs it. */
export const href = (path: string) => boot.base + path;
