import { lazy, Suspense } from 'react';
import styles from './query.module.css';

export interface EditorProps {
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
  label: string;
  autoFocus: boolean;
}

const Editor = lazy(() => import('./editor'));

/** The field of an expression; plain until the editor is loaded. */
export function Expression(props: EditorProps) {
  return (
    <div className={styles.editor} data-filter-within>
      <Suspense fallback={<Plain {...props} />}>
        <Editor {...props} />
      </Suspense>
    </div>
  );
}

function Plain({ value, onChange, onRun, label }: EditorProps) {
  return (
    <textarea
      className={styles.plain}
      aria-label={label}
      rows={value.split('\n').length}
      value={value}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          onRun();
        }
      }}
    />
  );
}
