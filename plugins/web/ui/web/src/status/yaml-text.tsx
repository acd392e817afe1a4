import { Fragment } from 'react';
import page from '../shell/page.module.css';

/** YAML with its keys set apart from what they hold. */
export function YamlText({ yaml }: { yaml: string }) {
  return (
    <pre className={page.code} tabIndex={0} aria-label="Configuration">
      {yaml
        .trimEnd()
        .split('\n')
        .map((line, i) => {
          const [, indent = '', key = '', rest = line] =
            /^(\s*(?:- )*)([A-Za-z_][\w-]*:)(?=\s|$)(.*)$/.exec(line) ?? [];
          return (
            // lines have no identity but their place
            <Fragment key={i}>
              {indent}
              <span style={{ color: 'var(--syntax-function)' }}>{key}</span>
              {rest}
              {'\n'}
            </Fragment>
          );
        })}
    </pre>
  );
}
