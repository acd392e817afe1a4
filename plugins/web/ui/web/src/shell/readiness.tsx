import { Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { get } from '../data/client';
import { boot } from './boot';
import { Icon } from './icons';
import styles from './readiness.module.css';

type State = 'ready' | 'starting' | 'stopping' | 'lost';

const WORDS: Record<Exclude<State, 'ready'>, string> = {
  starting: 'The server is starting; queries are answered when it is done.',
  stopping: 'The server is shutting down.',
  lost: 'The server does not answer. What is shown may be old.',
};

async function ask(signal: AbortSignal): Promise<State> {
  try {
    const response = await fetch(`${boot.base}/-/ready`, { signal });
    if (response.ok) {
      return 'ready';
    }
    return response.headers.get('X-Prometheus-Stopping') === 'true' ? 'stopping' : 'starting';
  } catch {
    return 'lost';
  }
}

/** A line that says why nothing is answered, while that is so; when it ends all is asked anew. */
export function Readiness() {
  const client = useQueryClient();
  const { data: state = 'ready' } = useQuery({
    queryKey: ['ready'],
    queryFn: ({ signal }) => ask(signal),
    refetchInterval: (query) => (query.state.data === 'ready' ? 15_000 : 1000),
  });
  const replay = useQuery({
    queryKey: ['status', 'walreplay'],
    enabled: state === 'starting',
    refetchInterval: 1000,
    queryFn: ({ signal }) =>
      get<{ min: number; max: number; current: number }>('status/walreplay', {}, signal),
  });
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== 'ready' && state === 'ready') {
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'ready' });
    }
    before.current = state;
  }, [state, client]);
  if (state === 'ready') {
    return null;
  }
  const { min = 0, max = 0, current = 0 } = replay.data?.data ?? {};
  return (
    <div className={styles.line} role="status">
      <Icon name="warning" size={14} />
      {WORDS[state]}
      {state === 'starting' && max > min && (
        <>
          <Progress
            w={160}
            value={(100 * (current - min)) / (max - min)}
            aria-label="Replay of the write-ahead log"
          />
          segment {current} of {max}
        </>
      )}
    </div>
  );
}
