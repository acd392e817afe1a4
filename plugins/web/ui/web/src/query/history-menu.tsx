import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../shell/icons';
import { useHistory } from './history';
import styles from './query.module.css';

/** Expressions that were run before, those with a star on top. */
export function HistoryMenu({
  expr,
  onChoose,
}: {
  expr: string;
  onChoose: (expr: string) => void;
}) {
  const [opened, setOpened] = useState(false);
  const { recent, starred, toggleStar } = useHistory();
  const all = [...starred, ...recent.filter((other) => !starred.includes(other))];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus>
      <Popover.Target>
        <Tooltip label="History and starred">
          <ActionIcon
            variant="default"
            size={34}
            aria-label="History and starred expressions"
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <Icon name="history" />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={4} className={styles.history}>
        {all.length === 0 && <div className={styles.notice}>Nothing was run here yet.</div>}
        {all.map((other) => (
          <div key={other} className={styles.historyRow}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-pressed={starred.includes(other)}
              aria-label={starred.includes(other) ? `Remove star of ${other}` : `Star ${other}`}
              onClick={() => toggleStar(other)}
            >
              {starred.includes(other) ? '★' : '☆'}
            </ActionIcon>
            <button
              type="button"
              className={`mono ${styles.historyExpr ?? ''}`}
              aria-current={other === expr}
              onClick={() => {
                onChoose(other);
                setOpened(false);
              }}
            >
              {other}
            </button>
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
