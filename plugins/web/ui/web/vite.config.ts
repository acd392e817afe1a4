import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** In development no server fills the template, so this does. */
function filledTemplate(): Plugin {
  return {
    name: 'filled-template',
    apply: 'serve',
    transformIndexHtml(html) {
      return html
        .replaceAll('{{base}}', '')
        .replaceAll('{{title}}', 'Pharos')
        .replaceAll('{{nonce}}', 'development')
        .replaceAll('{{boot}}', '{"base":"","title":"Pharos","pages":[]}');
    },
  };
}

const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  engines: { node: string };
};
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  throw new Error(`Node.js ${engines.node} is needed, this is ${process.versions.node}`);
}

export default defineConfig(({ command }) => ({
  // relative, so that the same files work below any path prefix
  base: command === 'build' ? './' : '/',
  plugins: [react(), filledTemplate()],
  html: { cspNonce: '{{nonce}}' },
  build: {
    manifest: 'manifest.json',
    outDir: '../target/classes/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/-/'].map((path) => [
        path,
        process.env['PHAROS_SERVER'] ?? 'http://127.0.0.1:9090',
      ]),
    ),
  },
}));
