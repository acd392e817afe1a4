import { Icon, type IconName } from './icons';
import styles from './state-mark.module.css';

export type Mood = 'ok' | 'bad' | 'warn' | 'none';

const ICONS: Record<Mood, IconName> = { ok: 'check', bad: 'cross', warn: 'warning', none: 'minus' };

/** A state as icon, word and colour, so that none of them is needed alone. */
export function StateMark({ mood, children }: { mood: Mood; children: string }) {
  return (
    <span className={styles.mark} data-mood={mood}>
      <Icon name={ICONS[mood]} size={12} />
      {children}
    </span>
  );
}
