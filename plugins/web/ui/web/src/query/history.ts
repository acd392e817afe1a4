import { useLocalStorage } from '@mantine/hooks';
import { useCallback } from 'react';

const LIMIT = 50;

/** Expressions that were run in this browser, the newest first, and those with a star. */
export function useHistory() {
  const [recent, setRecent] = useLocalStorage<string[]>({
    key: 'pharos.history',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const [starred, setStarred] = useLocalStorage<string[]>({
    key: 'pharos.starred',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const remember = useCallback(
    (expr: string) => {
      if (expr !== '') {
        setRecent((old) => [expr, ...old.filter((other) => other !== expr)].slice(0, LIMIT));
      }
    },
    [setRecent],
  );
  const toggleStar = useCallback(
    (expr: string) =>
      setStarred((old) =>
        old.includes(expr) ? old.filter((other) => other !== expr) : [...old, expr],
      ),
    [setStarred],
  );
  return { recent, starred, remember, toggleStar };
}
