import { formatValue, unitOfMetric } from '../chart/units';
import { get, post, type Params } from '../data/client';
import {
  formatAgo,
  formatDuration,
  formatTime,
  parseDuration,
  parseTime,
  zoneName,
  type Zone,
} from '../data/time';
import { HOUR, queryLink } from '../query/state';
import { boot } from '../shell/boot';
import { h, type Attributes, type Child } from './dom';

/** A stretch of time; without an end it ends now. */
export interface TimeRange {
  rangeMillis: number;
  endMillis: number | null;
}

/** What the module of a page exports. It may answer how to end what it began. */
export interface PageModule {
  mount: (element: HTMLElement, host: PageHost) => Unmount | Promise<Unmount>;
}

export type Unmount = (() => void) | undefined;

/** What a page of a plugin is lent. Names and meanings stay as long as `version` does. */
export interface PageHost {
  readonly version: 1;
  readonly api: {
    /** A path of this server as a browser needs it. */
    url: (path: string) => string;
    /** The `data` of an answer of `/api/v1/PATH`; an error has the server's text and `type`. */
    get: <T>(path: string, params?: Params, signal?: AbortSignal) => Promise<T>;
    post: <T>(path: string, params: Params, signal?: AbortSignal) => Promise<T>;
    /** Any other request to this server. */
    fetch: (path: string, init?: RequestInit) => Promise<Response>;
  };
  readonly theme: {
    scheme: () => 'light' | 'dark';
    /** The value of a colour such as `--ok`, for what cannot be styled by `var(--ok)`. */
    token: (name: string) => string;
  };
  readonly time: {
    zone: () => Zone;
    /** A time with its zone, as people of this page want it. */
    format: (millis: number) => string;
    ago: (millis: number) => string;
    duration: (millis: number) => string;
    /** What the page is about; it stands in the URL. */
    range: () => TimeRange;
    setRange: (range: TimeRange) => void;
  };
  readonly navigation: {
    parameter: (name: string) => string;
    parameters: (name: string) => string[];
    /** Replaces a parameter of the URL; an empty value takes it out. */
    setParameter: (name: string, value: string) => void;
    go: (path: string) => void;
    /** Where a link to a path of this server leads. */
    href: (path: string) => string;
    /** Where the graph of an expression is. */
    graph: (expr: string) => string;
  };
  /** A number in a unit that the name of a metric says. */
  readonly formatValue: (value: number, metric?: string) => string;
  readonly h: (tag: string, attributes: Attributes | null, ...children: Child[]) => HTMLElement;
  /** Calls a listener when the theme, the zone or the URL has changed; answers how to end that. */
  readonly onChange: (listener: () => void) => () => void;
}

/** What a host reads at the time of a call. */
export interface HostState {
  zone: Zone;
  scheme: 'light' | 'dark';
  search: string;
  path: string;
  navigate: (to: string, options?: { replace?: boolean }) => void;
}

/** A host over a state that changes. */
export function hostOf(state: () => HostState, listeners: Set<() => void>): PageHost {
  const params = () => new URLSearchParams(state().search);
  const write = (changed: URLSearchParams) => {
    const text = changed.toString();
    state().navigate(state().path + (text && `?${text}`), { replace: true });
  };
  const replace = (values: Record<string, string>) => {
    const changed = params();
    for (const [name, value] of Object.entries(values)) {
      if (value === '') {
        changed.delete(name);
      } else {
        changed.set(name, value);
      }
    }
    write(changed);
  };
  const url = (path: string) => boot.base + path;
  return {
    version: 1,
    api: {
      url,
      get: async <T>(path: string, values?: Params, signal?: AbortSignal) =>
        (await get<T>(path, values, signal)).data,
      post: async <T>(path: string, values: Params, signal?: AbortSignal) =>
        (await post<T>(path, values, signal)).data,
      fetch: (path, init) => fetch(url(path), { credentials: 'same-origin', ...init }),
    },
    theme: {
      scheme: () => state().scheme,
      token: (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim(),
    },
    time: {
      zone: () => state().zone,
      format: (millis) =>
        `${formatTime(Math.floor(millis / 1000) * 1000, state().zone)} ${zoneName(millis, state().zone)}`,
      ago: (millis) => formatAgo(millis, Math.max(millis, Date.now())),
      duration: formatDuration,
      range: () => ({
        rangeMillis: parseDuration(params().get('range_input') ?? '') ?? HOUR,
        endMillis: parseTime(params().get('end_input') ?? '', 'utc') ?? null,
      }),
      setRange: ({ rangeMillis, endMillis }) =>
        replace({
          range_input: formatDuration(rangeMillis),
          end_input: endMillis === null ? '' : formatTime(endMillis, 'utc'),
        }),
    },
    navigation: {
      parameter: (name) => params().get(name) ?? '',
      parameters: (name) => params().getAll(name),
      setParameter: (name, value) => replace({ [name]: value }),
      go: (path) => state().navigate(path),
      href: url,
      graph: (expr) => url(queryLink(expr)),
    },
    formatValue: (value, metric) =>
      formatValue(value, metric === undefined ? undefined : unitOfMetric(metric)),
    h,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
