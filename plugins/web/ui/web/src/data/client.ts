import { boot } from '../shell/boot';

/** An answer of the API that is not a success, or no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

interface Envelope<T> {
  status: 'success' | 'error';
  data: T;
  errorType?: string;
  error?: string;
  warnings?: string[];
  infos?: string[];
}

export interface Answer<T> {
  data: T;
  warnings: string[];
  infos: string[];
  /** From request to parsed answer. */
  elapsedMillis: number;
  bytes: number;
  /** When it was answered by the server's clock, which times in it are of; to the second. */
  serverMillis: number;
}

export type Params = Record<string, string | number | string[] | undefined>;

function encode(params: Params): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) {
        encoded.append(name, String(one));
      }
    }
  }
  return encoded;
}

/** GET of a path below `/api/v1`. */
export function get<T>(path: string, params: Params = {}, signal?: AbortSignal) {
  const query = encode(params).toString();
  return send<T>(path + (query && `?${query}`), { signal: signal ?? null });
}

/** POST of a form, for expressions that are too long for a URL. */
export function post<T>(path: string, params: Params, signal?: AbortSignal) {
  return send<T>(path, { method: 'POST', body: encode(params), signal: signal ?? null });
}

async function send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const started = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${boot.base}/api/v1/${path}`, {
      ...init,
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
    });
    text = await response.text();
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') {
      throw e;
    }
    throw new ApiError('unreachable', 'The server does not answer. Is it running?', 0);
  }
  const envelope = decode<T>(text, response);
  if (envelope.status !== 'success') {
    throw new ApiError(
      envelope.errorType ?? 'unknown',
      envelope.error ?? `HTTP ${response.status}`,
      response.status,
    );
  }
  return {
    data: envelope.data,
    warnings: envelope.warnings ?? [],
    infos: envelope.infos ?? [],
    elapsedMillis: performance.now() - started,
    bytes: text.length,
    serverMillis: Date.parse(response.headers.get('Date') ?? '') || Date.now(),
  };
}

function decode<T>(text: string, response: Response): Envelope<T> {
  try {
    return JSON.parse(text) as Envelope<T>;
  } catch {
    const stopping = response.headers.get('X-Prometheus-Stopping');
    if (response.status === 503 && stopping !== null) {
      throw new ApiError(
        'unavailable',
        stopping === 'true' ? 'The server is shutting down.' : 'The server is starting up.',
        503,
      );
    }
    throw new ApiError('unknown', firstLine(text) || `HTTP ${response.status}`, response.status);
  }
}

function firstLine(text: string) {
  return text.trimStart().startsWith('<') ? '' : (text.split('\n', 1)[0] ?? '').slice(0, 300);
}
