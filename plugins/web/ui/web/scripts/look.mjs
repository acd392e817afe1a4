// Takes pictures of pages of a running server in both themes and three widths, and runs axe on each:
//   node scripts/look.mjs <folder for pictures> <address> [path ...]
// Fails on an error in the console, an axe violation, or a page that is wider than its window.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [folder, address, ...paths] = process.argv.slice(2);
if (!address) {
  console.error('usage: look.mjs <folder> <address> [path ...]');
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages =
  paths.length > 0
    ? paths
    : [
        '/query',
        '/alerts',
        '/rules',
        '/targets',
        '/plugins',
        '/push',
        '/notifications',
        '/notifications?tab=silences',
        '/notifications?tab=new',
        '/notifications?tab=status',
        '/status',
        '/config',
        '/flags',
        '/tsdb-status',
      ];
const only = process.env.LOOK ?? '';
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
let problems = 0;
for (const theme of ['light', 'dark']) {
  for (const width of [1280, 1920, 390]) {
    if (only && !only.split(',').includes(`${width}-${theme}`)) {
      continue;
    }
    const context = await browser.newContext({
      viewport: { width, height: width === 390 ? 844 : 900 },
      colorScheme: theme,
      bypassCSP: false,
    });
    for (const path of pages) {
      problems += await look(await context.newPage(), path, `${width}-${theme}`);
    }
    await context.close();
  }
}
await browser.close();
console.log(`${problems} problems`);
process.exit(problems > 0 ? 1 : 0);

async function look(page, path, variant) {
  const found = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      found.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  await page.goto(address + path, { waitUntil: 'networkidle' });
  // until something is there, and nothing holds the place of what is to come
  await page.waitForFunction(
    () =>
      document.querySelector('#main > :last-child')?.innerText.trim() &&
      !document.querySelector('.mantine-Skeleton-root'),
  );
  await page.waitForTimeout(400);
  const name = path
    .replace(/^\//, '')
    .replace(/[^a-z-]+/gi, '_')
    .slice(0, 40);
  await page.screenshot({ path: `${folder}/${name}-${variant}.png` });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) {
    found.push(`wider than the window by ${overflow}px`);
  }
  // evaluated over the protocol, so the page's policy stays as strict as it is
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const violation of violations) {
    found.push(
      `axe ${violation.id}: ${violation.nodes
        .slice(0, 3)
        .map((node) => `${node.target} ${node.failureSummary?.split('\n')[1] ?? ''}`)
        .join(' | ')}`,
    );
  }
  await page.close();
  for (const problem of found) {
    console.log(`${path} ${variant}: ${problem}`);
  }
  return found.length;
}
