// Serves the built pages as the plugin does (template, policy, path prefix) in front of the API of a running server:
//   node scripts/preview.mjs [port] [server] [prefix]
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const [port = '9099', server = 'http://127.0.0.1:9090', base = ''] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../target/classes/web', import.meta.url));
const types = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};

function page(response) {
  const nonce = randomBytes(16).toString('base64url');
  const boot = JSON.stringify({ base, title: 'Pharos', pages: [] });
  const html = readFileSync(join(root, 'index.html'), 'utf8')
    .replaceAll('{{base}}', base)
    .replaceAll('{{title}}', 'Pharos')
    .replaceAll('{{nonce}}', nonce)
    .replaceAll('{{boot}}', boot);
  response.setHeader('Content-Type', types['.html']);
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; ` +
      "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; " +
      "form-action 'self'; frame-ancestors 'none'",
  );
  response.end(html);
}

createServer((incoming, response) => {
  if (!incoming.url.startsWith(`${base}/`)) {
    response.writeHead(404).end();
    return;
  }
  const url = incoming.url.slice(base.length);
  const path = normalize(new URL(url, server).pathname);
  if (/^\/(api|-)\//.test(path)) {
    incoming.pipe(
      request(
        new URL(url, server),
        { method: incoming.method, headers: incoming.headers },
        (answer) => {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
        },
      ).on('error', () => response.writeHead(502).end()),
    );
    return;
  }
  if (!types[extname(path)]) {
    page(response);
    return;
  }
  try {
    const body = readFileSync(join(root, path));
    response.setHeader('Content-Type', types[extname(path)]);
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}${base}/query`));
