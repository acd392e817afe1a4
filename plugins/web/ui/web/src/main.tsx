import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './shell/base.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app';
import { styleNonce } from './shell/boot';

if (styleNonce !== undefined) {
  // windows that lock the scrolling of the page below put a style element into it
  setNonce(styleNonce);
}

const root = document.getElementById('root');
if (!root) {
  throw new Error('the page has no element "root"');
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
