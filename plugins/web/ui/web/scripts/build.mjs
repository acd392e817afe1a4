// What Maven calls: `build.mjs build` and `build.mjs test`. Does only what is needed: packages are installed when the
// lock file changed, and pages are built when their sources changed. Needs nothing but Node.js.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = fileURLToPath(new URL('..', import.meta.url));
const target = join(web, '..', 'target');
const output = join(target, 'classes', 'web');
/** Bytes of gzip-compressed script that the query page may need before its editor. */
const SCRIPT_LIMIT = 250_000;
const windows = process.platform === 'win32';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node.js 20.19 or newer is needed to build the pages, this is ${process.versions.node}`);
}

switch (process.argv[2]) {
  case 'build':
    install();
    build();
    break;
  case 'test':
    install();
    ifChanged('lint', () => run('npm', ['run', '--silent', 'lint']));
    run('npx', ['--no', 'vitest', 'run']);
    break;
  default:
    fail('usage: build.mjs build|test');
}

function install() {
  const lock = hash(['package-lock.json', '.npmrc'].map((name) => join(web, name)));
  const stamp = join(web, 'node_modules', '.installed');
  if (read(stamp) === lock) {
    return;
  }
  run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

function build() {
  const stamp = join(output, '..', '..', 'web.built');
  const sources = hash(files(web));
  if (read(stamp) === sources && existsSync(join(output, 'index.html'))) {
    return;
  }
  rmSync(stamp, { force: true });
  run('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn']);
  const manifest = join(output, 'manifest.json');
  measure(JSON.parse(readFileSync(manifest, 'utf8')));
  rmSync(manifest);
  compress();
  const names = files(output).map((file) => relative(output, file).replaceAll('\\', '/'));
  writeFileSync(join(output, 'files.txt'), `${names.join('\n')}\n`);
  writeFileSync(stamp, sources);
}

/** Fails when the query page needs more script before its editor than people should wait for. */
function measure(manifest) {
  const seen = new Set();
  const visit = (key) => {
    if (!seen.has(key)) {
      seen.add(key);
      manifest[key].imports?.forEach(visit);
    }
  };
  visit('index.html');
  visit('src/query/page.tsx');
  const bytes = [...seen]
    .map((key) => gzipSync(readFileSync(join(output, manifest[key].file)), { level: 9 }).length)
    .reduce((sum, size) => sum + size, 0);
  console.log(
    `script before the editor: ${Math.round(bytes / 1000)} kB gzip of ${SCRIPT_LIMIT / 1000}`,
  );
  if (bytes > SCRIPT_LIMIT) {
    fail(`the query page needs ${bytes} bytes of script, more than ${SCRIPT_LIMIT}`);
  }
}

/** Beside each file of text its compressed forms, where they are smaller. */
function compress() {
  for (const file of files(output)) {
    if (!/\.(js|css|svg)$/.test(file)) {
      continue;
    }
    const plain = readFileSync(file);
    const forms = {
      gz: gzipSync(plain, { level: 9 }),
      br: brotliCompressSync(plain, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
      }),
    };
    for (const [ending, form] of Object.entries(forms)) {
      if (form.length < plain.length * 0.95) {
        writeFileSync(`${file}.${ending}`, form);
      }
    }
  }
}

function ifChanged(name, action) {
  const stamp = join(target, `web.${name}`);
  const sources = hash(files(web));
  if (read(stamp) !== sources) {
    action();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, sources);
  }
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: web,
    stdio: 'inherit',
    shell: windows,
  });
  if (error) {
    fail(`${command} cannot be run: ${error.message}; it comes with Node.js`);
  }
  if (status !== 0) {
    fail(`failed: ${command} ${args.join(' ')}`);
  }
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path) : [path];
    })
    .sort();
}

function hash(paths) {
  const sum = createHash('sha256').update(process.versions.node);
  for (const path of paths) {
    sum.update(`\0${relative(web, path)}\0`).update(readFileSync(path));
  }
  return sum.digest('hex');
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
