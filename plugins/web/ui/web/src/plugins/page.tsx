import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { formatValue } from '../chart/units';
import type { PluginStatus } from '../data/model';
import { usePlugins } from '../data/queries';
import { FilterButtons, FilterField, matcherOf, useFilters, useFilterWords } from '../shell/filter';
import page from '../shell/page.module.css';
import { StateMark, type Mood } from '../shell/state-mark';
import { Answered } from '../shell/waiting';
import styles from './plugins.module.css';

/** What this server is made of: each plugin with its state and what it has cost. */
export default function PluginsPage() {
  return <Answered query={usePlugins()}>{({ plugins }) => <Plugins all={plugins} />}</Answered>;
}

function Plugins({ all }: { all: PluginStatus[] }) {
  const [{ search, kind }, setFilter] = useFilters('search', 'kind');
  const [states, setStates] = useFilterWords('state');
  const shown = useMemo(() => {
    const matches = matcherOf(search);
    return all
      .filter(
        (plugin) =>
          matches(textOf(plugin)) &&
          (kind === '' || kindsOf(plugin).includes(kind)) &&
          (states.size === 0 || states.has(stateOf(plugin).word)),
      )
      .sort(byTrouble);
  }, [all, search, kind, states]);
  const words = useMemo(() => countStates(all), [all]);
  const kinds = useMemo(() => [...new Set(all.flatMap(kindsOf))].sort(), [all]);
  const most = Math.max(0.001, ...all.map(({ seconds }) => seconds));
  return (
    <div className={page.page}>
      <div className={page.tools}>
        <FilterButtons
          label="State"
          chosen={states}
          onChange={setStates}
          options={[...words].map(([word, count]) => ({
            value: word,
            text: word.charAt(0).toUpperCase() + word.slice(1),
            count,
          }))}
        />
        <NativeSelect
          size="xs"
          aria-label="Kind"
          value={kind}
          onChange={(event) => setFilter('kind', event.currentTarget.value)}
          data={[
            { value: '', label: 'All kinds' },
            ...kinds.map((name) => ({ value: name, label: name })),
          ]}
        />
        <FilterField
          label="Name, kind, key or flag"
          value={search}
          onChange={(text) => setFilter('search', text)}
        />
        <span className="dim" role="status">
          {shown.length === all.length
            ? `${all.length} plugins`
            : `${shown.length} of ${all.length} plugins`}
        </span>
      </div>
      <div
        className="card"
        style={{ overflowX: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label="Plugins"
      >
        <table className={`dense ${styles.table}`}>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Plugin</th>
              <th scope="col">Offers</th>
              <th scope="col">Configuration keys and flags</th>
              <th scope="col" className="number">
                Calls that failed
              </th>
              <th scope="col" className="number">
                Running
              </th>
              <th scope="col" className="number">
                Time spent
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((plugin) => (
              <PluginRow key={plugin.id} plugin={plugin} most={most} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && (
          <p style={{ padding: '0 12px' }} className="dim">
            {all.length === 0 ? 'No plugin is loaded.' : 'No plugin passes these filters.'}
          </p>
        )}
      </div>
    </div>
  );
}

/** Kinds of what a plugin offers. */
export function kindsOf(plugin: Pick<PluginStatus, 'extensions'>): string[] {
  return [...new Set(plugin.extensions.map((name) => name.split(':', 1)[0] ?? ''))];
}

/** How many plugins are in each state, trouble first. */
function countStates(all: readonly PluginStatus[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const plugin of [...all].sort(byTrouble)) {
    const { word } = stateOf(plugin);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function PluginRow({ plugin, most }: { plugin: PluginStatus; most: number }) {
  const { mood, word } = stateOf(plugin);
  const loaded = plugin.state === 'loaded';
  return (
    <tr>
      <td>
        <StateMark mood={mood}>{word}</StateMark>
      </td>
      <td className={styles.about}>
        <span className={styles.id}>{plugin.id}</span>{' '}
        <span className="dim nowrap">
          {plugin.version}
          {plugin.provider && `, ${plugin.provider}`}
        </span>
        {plugin.description && <div>{plugin.description}</div>}
        {plugin.error && <div className={styles.error}>{plugin.error}</div>}
        {plugin.state === 'held' && (
          <div className="dim">
            It is unloaded, but its classes stay in memory until that work ends or the server does.
          </div>
        )}
      </td>
      <td>
        <Words words={plugin.extensions} />
      </td>
      <td>
        <Words
          words={[...plugin.keys, ...plugin.flags.map((flag) => `--${flag.replace(/^--/, '')}`)]}
        />
      </td>
      <td className="number" data-label="failed">
        <span className={plugin.failures > 0 ? styles.error : undefined}>
          {plugin.failures.toLocaleString('en')}
        </span>
      </td>
      <td className="number" data-label="running">
        <span title="Calls and tasks of it that run now, each in a thread">
          {loaded || plugin.running > 0 ? plugin.running : <span className="dim">–</span>}
        </span>
      </td>
      <td className="number nowrap" data-label="time">
        <span title={`${plugin.seconds} s in calls from outside of the plugin`}>
          {formatValue(plugin.seconds, { base: 'seconds' }, 3)}
        </span>
        <svg
          className={styles.share}
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect width={(100 * plugin.seconds) / most} height={4} fill="var(--accent)" />
        </svg>
      </td>
    </tr>
  );
}

/** The first words; the rest on demand, for some plugins claim dozens of flags. */
function Words({ words }: { words: readonly string[] }) {
  const first = words.slice(0, 4);
  const rest = words.slice(4);
  const list = (some: readonly string[]) => (
    <span className={styles.words}>
      {some.map((word) => (
        <span key={word} className={`mono ${styles.word}`}>
          {word}
        </span>
      ))}
    </span>
  );
  return (
    <>
      {list(first)}
      {rest.length > 0 && (
        <details>
          <summary className="dim">{rest.length} more</summary>
          {list(rest)}
        </details>
      )}
    </>
  );
}

/** State and health as one word: health is of interest only while a plugin runs. */
export function stateOf(plugin: Pick<PluginStatus, 'state' | 'health'>): {
  mood: Mood;
  word: string;
} {
  switch (plugin.state) {
    case 'failed':
      return { mood: 'bad', word: 'failed' };
    case 'disabled':
      return { mood: 'none', word: 'disabled' };
    case 'held':
      return { mood: 'warn', word: 'held' };
    case 'loaded':
      return plugin.health === 'up'
        ? { mood: 'ok', word: 'up' }
        : { mood: plugin.health === 'hanging' ? 'bad' : 'warn', word: plugin.health };
  }
}

const TROUBLE: Record<Mood, number> = { bad: 0, warn: 1, ok: 2, none: 3 };

function byTrouble(a: PluginStatus, b: PluginStatus) {
  return TROUBLE[stateOf(a).mood] - TROUBLE[stateOf(b).mood] || a.id.localeCompare(b.id);
}

function textOf(plugin: PluginStatus) {
  return [
    plugin.id,
    plugin.description,
    ...plugin.extensions,
    ...plugin.keys,
    ...plugin.flags,
  ].join(' ');
}
