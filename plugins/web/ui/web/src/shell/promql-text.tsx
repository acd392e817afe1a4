import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@prometheus-io/lezer-promql';
import { memo, useMemo } from 'react';
import { Link } from 'wouter';
import { queryLink } from '../query/state';
import styles from './promql-text.module.css';

const HIGHLIGHTER = tagHighlighter([
  { tag: [tags.variableName, tags.constant(tags.variableName)], class: styles.metric ?? '' },
  { tag: tags.function(tags.variableName), class: styles.function ?? '' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: styles.keyword ?? '' },
  { tag: tags.number, class: styles.number ?? '' },
  { tag: tags.string, class: styles.string ?? '' },
  { tag: tags.labelName, class: styles.label ?? '' },
  { tag: tags.comment, class: styles.comment ?? '' },
]);

/** Pieces of an expression with their classes; together they are the expression. */
export function piecesOf(expr: string): { text: string; className: string }[] {
  const pieces: { text: string; className: string }[] = [];
  let done = 0;
  const until = (end: number, className: string) => {
    if (end > done) {
      pieces.push({ text: expr.slice(done, end), className });
      done = end;
    }
  };
  highlightTree(parser.parse(expr), HIGHLIGHTER, (from, to, className) => {
    until(from, '');
    until(to, className);
  });
  until(expr.length, '');
  return pieces;
}

/** An expression with its syntax in colours. */
export const PromqlText = memo(function PromqlText({ expr }: { expr: string }) {
  const pieces = useMemo(() => piecesOf(expr), [expr]);
  return (
    <span className={`mono ${styles.text ?? ''}`}>
      <Pieces pieces={pieces} />
    </span>
  );
});

/** The same as the way to its graph. */
export const PromqlLink = memo(function PromqlLink({ expr }: { expr: string }) {
  const pieces = useMemo(() => piecesOf(expr), [expr]);
  return (
    <Link href={queryLink(expr)} className={`mono ${styles.text ?? ''}`} title="Show as a graph">
      <Pieces pieces={pieces} />
    </Link>
  );
});

function Pieces({ pieces }: { pieces: readonly { text: string; className: string }[] }) {
  // pieces have no identity but their place
  return pieces.map(({ text, className }, i) => (
    <span key={i} className={className}>
      {text}
    </span>
  ));
}
