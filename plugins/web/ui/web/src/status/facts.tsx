import type { ReactNode } from 'react';
import page from '../shell/page.module.css';

/** Names with their values, as a table of two columns. */
export function Facts({
  title,
  facts,
}: {
  title: string;
  facts: readonly (readonly [string, ReactNode])[];
}) {
  return (
    <section className="card" aria-label={title} style={{ overflowX: 'auto' }}>
      <h2 className={page.title}>{title}</h2>
      <table className="dense">
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td style={{ overflowWrap: 'anywhere' }}>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
