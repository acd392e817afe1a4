import { ApiError } from '../data/client';
import { Failure } from '../shell/failure';
import styles from './query.module.css';

/** An error of a query, with the place in the expression where the server names one. */
export function QueryError({ error, expr }: { error: Error; expr: string }) {
  const position = error instanceof ApiError ? errorPosition(error.message) : undefined;
  const line = position && expr.split('\n')[position.line - 1];
  return (
    <div className={styles.notice}>
      <Failure error={error} {...(position && { title: 'The expression cannot be read' })} />
      {position && line !== undefined && (
        <pre className={styles.caret} aria-label="Where the error is">
          {line}
          {'\n'}
          {' '.repeat(position.column - 1)}▲
        </pre>
      )}
    </div>
  );
}

/** The place that a message such as `1:5: parse error: ...` begins with; both count from one. */
export function errorPosition(message: string): { line: number; column: number } | undefined {
  const match = /(?:^|: )(\d+):(\d+): parse error/.exec(message);
  return match ? { line: Number(match[1]), column: Number(match[2]) } : undefined;
}
