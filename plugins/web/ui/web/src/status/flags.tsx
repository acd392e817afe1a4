import { useMemo } from 'react';
import { useStatus } from '../data/queries';
import { FilterField, matcherOf, useFilters } from '../shell/filter';
import page from '../shell/page.module.css';
import { Answered } from '../shell/waiting';

/** The flags that this server runs with. */
export default function FlagsPage() {
  return (
    <Answered query={useStatus<Record<string, string>>('flags', false)}>
      {(flags) => <Flags flags={flags} />}
    </Answered>
  );
}

function Flags({ flags }: { flags: Record<string, string> }) {
  const [{ search }, setFilter] = useFilters('search');
  const shown = useMemo(() => {
    const matches = matcherOf(search);
    return Object.entries(flags)
      .filter(([name, value]) => matches(`--${name} ${value}`))
      .sort(([a], [b]) => a.localeCompare(b));
  }, [flags, search]);
  return (
    <div className={page.page}>
      <div className={page.tools}>
        <FilterField
          label="Name or value"
          value={search}
          onChange={(text) => setFilter('search', text)}
        />
        <span className="dim">
          {shown.length} of {Object.keys(flags).length} flags
        </span>
      </div>
      <div
        className="card"
        style={{ overflowX: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label="Flags"
      >
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">Flag</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(([name, value]) => (
              <tr key={name}>
                <td className="mono nowrap">--{name}</td>
                <td className="mono" style={{ overflowWrap: 'anywhere' }}>
                  {value === '' ? <span className="dim">empty</span> : value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
