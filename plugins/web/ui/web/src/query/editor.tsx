import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyKeymap,
  insertNewlineAndIndent,
} from '@codemirror/commands';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { useEffect, useRef } from 'react';
import { boot, styleNonce } from '../shell/boot';
import type { EditorProps } from './expression';

const highlight = HighlightStyle.define([
  { tag: [tags.variableName, tags.constant(tags.variableName)], color: 'var(--syntax-metric)' },
  { tag: [tags.function(tags.variableName)], color: 'var(--syntax-function)' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--syntax-keyword)' },
  { tag: [tags.number], color: 'var(--syntax-number)' },
  { tag: [tags.string], color: 'var(--syntax-string)' },
  { tag: [tags.labelName], color: 'var(--syntax-label)' },
  { tag: tags.comment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'transparent', color: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    padding: '7px 0',
    caretColor: 'var(--mantine-color-text)',
  },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-scroller': { maxHeight: '240px', lineHeight: '1.45' },
  '.cm-placeholder': { color: 'var(--mantine-color-dimmed)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)',
  },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '4px',
    boxShadow: '0 4px 16px rgb(0 0 0 / 18%)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '12px',
    maxHeight: '320px',
    minWidth: '320px',
  },
  '.cm-tooltip-autocomplete ul li': { padding: '2px 8px !important' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--surface)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { marginLeft: '12px', opacity: '0.75', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '420px', padding: '6px 10px', fontSize: '12px' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-diagnostic': { fontSize: '12px', padding: '4px 8px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
  },
});

function promql(): { extension: Extension; destroy: () => void } {
  const language = new PromQLExtension().setComplete({
    remote: { url: boot.base, httpMethod: 'GET' },
    maxMetricsMetadata: 20_000,
  });
  return { extension: language.asExtension(), destroy: () => language.destroy() };
}

/** The editor of expressions: completion from the server, highlighting, errors underlined while typing. */
export default function Editor({ value, onChange, onRun, label, autoFocus }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const handlers = useRef({ onChange, onRun });
  const first = useRef({ value, label, autoFocus });
  useEffect(() => {
    handlers.current = { onChange, onRun };
  });

  useEffect(() => {
    const parent = host.current;
    if (!parent) {
      return;
    }
    const language = promql();
    const run = () => {
      handlers.current.onRun();
      return true;
    };
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: first.current.value,
        extensions: [
          styleNonce === undefined ? [] : EditorView.cspNonce.of(styleNonce),
          look,
          syntaxHighlighting(highlight),
          history(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': first.current.label }),
          placeholder('Expression, such as rate(http_requests_total[5m])'),
          language.extension,
          // Enter belongs to the list of completions while it is open
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
          keymap.of([
            ...completionKeymap,
            { key: 'Enter', run },
            { key: 'Shift-Enter', run: insertNewlineAndIndent },
            {
              key: 'Escape',
              run: (current) => {
                current.contentDOM.blur();
                return true;
              },
            },
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...lintKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              handlers.current.onChange(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = made;
    if (first.current.autoFocus) {
      made.focus();
      made.dispatch({ selection: { anchor: made.state.doc.length } });
    }
    return () => {
      view.current = null;
      made.destroy();
      language.destroy();
    };
  }, []);

  useEffect(() => {
    const current = view.current;
    if (current && current.state.doc.toString() !== value) {
      current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
    }
  }, [value]);

  return <div ref={host} />;
}
