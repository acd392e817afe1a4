import type { Labels } from '../data/model';
import styles from './labels.module.css';

/** Names that the label syntax can say without quotes. */
const PLAIN = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const nameOf = (name: string) => (PLAIN.test(name) ? name : JSON.stringify(name));

/** The text of a series, apart from the labels that are said elsewhere. */
export function seriesName(labels: Labels, without: Labels = {}): string {
  const name = without.__name__ === undefined ? (labels.__name__ ?? '') : '';
  const pairs = Object.entries(labels)
    .filter(([label]) => label !== '__name__' && without[label] === undefined)
    .map(([label, value]) => `${nameOf(label)}=${JSON.stringify(value)}`);
  return name + (pairs.length > 0 || name === '' ? `{${pairs.join(', ')}}` : '');
}

/** A series as the expression that selects it. */
export function SeriesLabel({ labels, without = {} }: { labels: Labels; without?: Labels }) {
  const pairs = Object.entries(labels).filter(
    ([label]) => label !== '__name__' && without[label] === undefined,
  );
  const name = without.__name__ === undefined ? labels.__name__ : undefined;
  return (
    <span className={`mono ${styles.series ?? ''}`}>
      {name && <span className={styles.metric}>{name}</span>}
      {(pairs.length > 0 || !name) && '{'}
      {pairs.map(([label, value], i) => (
        <span key={label}>
          {i > 0 && ', '}
          <span className={styles.label}>{nameOf(label)}</span>=
          <span className={styles.value}>{JSON.stringify(value)}</span>
        </span>
      ))}
      {(pairs.length > 0 || !name) && '}'}
    </span>
  );
}

/** A label on its own. Plain, for a page may hold thousands. */
export function LabelChip({ name, value }: { name: string; value: string }) {
  return (
    <span className={`mono ${styles.chip}`} title={`${name}="${value}"`}>
      {name === '__name__' ? (
        <span className={styles.metric}>{value}</span>
      ) : (
        <>
          <span className={styles.label}>{nameOf(name)}</span>=
          <span className={styles.value}>{JSON.stringify(value)}</span>
        </>
      )}
    </span>
  );
}
