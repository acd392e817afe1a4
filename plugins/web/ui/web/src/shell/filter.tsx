import { CloseButton, TextInput } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import styles from './filter.module.css';
import { Icon } from './icons';

/** Parameters of the page's URL that hold its filters; a change replaces the entry of the history. */
export function useFilters<Name extends string>(...names: Name[]) {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const key = names.join(' ');
  const filters = useMemo(() => {
    const params = new URLSearchParams(search);
    return Object.fromEntries(
      key.split(' ').map((name) => [name, params.get(name) ?? '']),
    ) as Record<Name, string>;
  }, [search, key]);
  const set = useCallback(
    (name: Name, value: string) => {
      const params = new URLSearchParams(window.location.search);
      if (value === '') {
        params.delete(name);
      } else {
        params.set(name, value);
      }
      const text = params.toString();
      navigate(path + (text && `?${text}`), { replace: true });
    },
    [path, navigate],
  );
  return [filters, set] as const;
}

/** A parameter of the URL that may stand there several times, or hold several words between commas. */
export function useFilterWords(name: string) {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const words = useMemo<ReadonlySet<string>>(
    () =>
      new Set(
        new URLSearchParams(search)
          .getAll(name)
          .flatMap((value) => value.split(','))
          .filter(Boolean),
      ),
    [search, name],
  );
  const set = useCallback(
    (next: Iterable<string>) => {
      const params = new URLSearchParams(window.location.search);
      params.delete(name);
      for (const word of next) {
        params.append(name, word);
      }
      const text = params.toString();
      navigate(path + (text && `?${text}`), { replace: true });
    },
    [name, path, navigate],
  );
  return [words, set] as const;
}

/** Buttons of which any may be pressed; none pressed means all. */
export function FilterButtons({
  label,
  options,
  chosen,
  onChange,
}: {
  label: string;
  options: readonly { value: string; text: string; count: number }[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: string[]) => void;
}) {
  return (
    <div role="group" aria-label={label} className={styles.buttons}>
      {options.map(({ value, text, count }) => (
        <button
          key={value}
          type="button"
          className={styles.button}
          aria-pressed={chosen.has(value)}
          onClick={() => {
            const next = new Set(chosen);
            if (!next.delete(value)) {
              next.add(value);
            }
            onChange([...next]);
          }}
        >
          {text} <span className={styles.count}>{count.toLocaleString('en')}</span>
        </button>
      ))}
    </div>
  );
}

/** The field that narrows a list; `/` goes to it. */
export function FilterField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      data-filter
      size="xs"
      style={{ flex: '1 1 220px', maxWidth: 420 }}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      leftSection={<Icon name="search" size={13} />}
      rightSection={
        props.value !== '' && (
          <CloseButton size="xs" aria-label="Clear the filter" onClick={() => props.onChange('')} />
        )
      }
    />
  );
}

/** A test whether a text holds all words of a filter, in any order and case. */
export function matcherOf(filter: string): (text: string) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
