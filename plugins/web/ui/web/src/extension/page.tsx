import './kit.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type MouseEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import { boot, type PluginPage } from '../shell/boot';
import { Failure } from '../shell/failure';
import { useSettings } from '../shell/settings';
import { hostOf, type HostState, type PageModule, type Unmount } from './host';

type Load = (script: string) => Promise<unknown>;

const load: Load = (script) =>
  import(/* @vite-ignore */ new URL(boot.base + script, window.location.origin).href);

/** A page that a plugin brings, drawn by its own module. */
export default function BroughtPage({ page, loader = load }: { page: PluginPage; loader?: Load }) {
  const place = useRef<HTMLDivElement>(null);
  const { zone } = useSettings();
  const scheme = useComputedColorScheme('light');
  const search = useSearch();
  const [path, navigate] = useLocation();
  const state = useRef<HostState>({ zone, scheme, search, path, navigate });
  const [listeners] = useState(() => new Set<() => void>());
  const [error, setError] = useState<Error | null>(null);

  useEffect(() => {
    state.current = { zone, scheme, search, path, navigate };
    try {
      listeners.forEach((listener) => listener());
    } catch (e) {
      queueMicrotask(() => setError(toError(e)));
    }
  }, [zone, scheme, search, path, navigate, listeners]);

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }
    const asked = new AbortController();
    let unmount: Unmount;
    const host = hostOf(() => state.current, listeners);
    loader(page.script)
      .then(async (module) => {
        const { mount } = module as Partial<PageModule>;
        if (typeof mount !== 'function') {
          throw new Error(`${page.script} exports no function "mount"`);
        }
        if (!asked.signal.aborted) {
          unmount = await mount(element, host);
        }
        if (asked.signal.aborted) {
          unmount?.();
        }
      })
      .catch((e: unknown) => {
        if (!asked.signal.aborted) {
          setError(toError(e));
        }
      });
    return () => {
      asked.abort();
      listeners.clear();
      unmount?.();
      element.replaceChildren();
    };
  }, [page, loader, listeners]);

  return (
    <>
      {error && <Failure error={error} title={`The page of the plugin ${page.plugin} failed`} />}
      <div ref={place} onClick={(event) => follow(event, navigate)} />
    </>
  );
}

/** Links to pages of this server do not load the document anew. */
function follow(event: MouseEvent, navigate: (to: string) => void) {
  const link = (event.target as Element).closest('a');
  const plain =
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.target !== '' || event.defaultPrevented) {
    return;
  }
  const goal = new URL(link.href, window.location.href);
  const inside =
    goal.origin === window.location.origin && goal.pathname.startsWith(`${boot.base}/`);
  if (inside && !/^\/(api|metrics|-)(\/|$)/.test(goal.pathname.slice(boot.base.length))) {
    event.preventDefault();
    navigate(goal.pathname.slice(boot.base.length) + goal.search);
  }
}

const toError = (e: unknown) => (e instanceof Error ? e : new Error(String(e)));
