// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { ApiError, get, post } from './client';

const original = globalThis.fetch;
let asked: { url: string; init: RequestInit | undefined }[] = [];

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  asked = [];
  globalThis.fetch = (input, init) => {
    asked.push({ url: input instanceof Request ? input.url : input.toString(), init });
    return Promise.resolve(new Response(body, { status, headers }));
  };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error as ApiError,
  );

afterEach(() => {
  globalThis.fetch = original;
});

it('unpacks data, warnings and infos', async () => {
  answer(200, '{"status":"success","data":[1],"warnings":["w"]}');
  expect(await get<number[]>('labels', { 'match[]': ['a', 'b&c'], limit: 5 })).toMatchObject({
    data: [1],
    warnings: ['w'],
    infos: [],
  });
  expect(asked[0]?.url).toBe('/api/v1/labels?match%5B%5D=a&match%5B%5D=b%26c&limit=5');
});

it('sends long expressions as a form', async () => {
  answer(200, '{"status":"success","data":null}');
  await post('query', { query: 'up', time: undefined });
  expect(asked[0]?.init?.method).toBe('POST');
  expect((asked[0]?.init?.body as URLSearchParams).toString()).toBe('query=up');
});

it("passes on the server's errors with their type", async () => {
  answer(400, '{"status":"error","errorType":"bad_data","error":"1:3: parse error: no"}');
  expect(await failure(get('query'))).toMatchObject({
    type: 'bad_data',
    message: '1:3: parse error: no',
    status: 400,
  });
});

it('says that a server is starting, and shows no markup of a proxy', async () => {
  answer(503, 'Service Unavailable', { 'X-Prometheus-Stopping': 'false' });
  expect((await failure(get('query'))).message).toBe('The server is starting up.');
  answer(502, '<html><body>Bad Gateway</body></html>');
  expect((await failure(get('query'))).message).toBe('HTTP 502');
});

it('tells a lost connection from an error', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  expect((await failure(get('query'))).type).toBe('unreachable');
});
