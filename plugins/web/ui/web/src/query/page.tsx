import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Icon } from '../shell/icons';
import { Panel } from './panel';
import styles from './query.module.css';
import { formatPanels, NEW_PANEL, parsePanels, type PanelState } from './state';
import { Welcome } from './welcome';

/** Panels of queries, all of them in the URL. */
export default function QueryPage() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const panels = useMemo(() => {
    const parsed = parsePanels(search);
    return parsed.length > 0 ? parsed : [NEW_PANEL];
  }, [search]);
  const [ids, setIds] = useState<readonly number[]>([]);
  if (ids.length < panels.length) {
    // identities let a panel keep its draft when another is removed
    const next = Math.max(-1, ...ids) + 1;
    setIds([...ids, ...panels.slice(ids.length).map((_, i) => next + i)]);
  }
  const write = (next: readonly PanelState[]) => navigate(`/query?${formatPanels(next, search)}`);
  const empty = panels.every((panel) => panel.expr === '');
  return (
    <div className={styles.page}>
      {panels.map((panel, i) => (
        <Panel
          key={ids[i] ?? i}
          index={i}
          panel={panel}
          alone={panels.length === 1}
          onChange={(changed) => write(panels.map((old, n) => (n === i ? changed : old)))}
          onDuplicate={() => write([...panels.slice(0, i + 1), ...panels.slice(i)])}
          onRemove={() => {
            setIds(ids.filter((_, n) => n !== i));
            write(panels.filter((_, n) => n !== i));
          }}
        />
      ))}
      {empty ? (
        <Welcome />
      ) : (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" size={13} />}
            onClick={() => write([...panels, NEW_PANEL])}
          >
            Add a query
          </Button>
        </div>
      )}
    </div>
  );
}
