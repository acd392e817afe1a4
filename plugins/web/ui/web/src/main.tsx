import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './shell/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app';

const root = document.getElementById('root');
if (!root) {
  throw new Error('the page has no element "root"');
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
