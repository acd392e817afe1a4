import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useState, type ReactNode } from 'react';

/** Shorter lists are drawn whole, so that the browser's own search finds everything in them. */
const WHOLE = 150;

interface FlatListProps<Row> {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** What a row is taken for before it is measured, in pixels. */
  heightOf: (row: Row) => number;
  draw: (row: Row) => ReactNode;
}

/** A list of any length of rows of any height, which scrolls with the page. */
export function FlatList<Row>({ label, rows, keyOf, heightOf, draw }: FlatListProps<Row>) {
  const [list, setList] = useState<HTMLElement | null>(null);
  const margin = list?.offsetTop ?? 0;
  const whole = rows.length <= WHOLE;
  const virtual = useWindowVirtualizer({
    count: whole ? 0 : rows.length,
    estimateSize: (index) => {
      const row = rows[index];
      return row ? heightOf(row) : 0;
    },
    getItemKey: (index) => {
      const row = rows[index];
      return row ? keyOf(row) : index;
    },
    scrollMargin: margin,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = whole ? 0 : (items[0]?.start ?? margin) - margin;
  const after = whole ? 0 : virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  return (
    <div
      ref={setList}
      role="list"
      aria-label={label}
      style={{ paddingTop: before, paddingBottom: Math.max(0, after) }}
    >
      {whole
        ? rows.map((row) => (
            <div key={keyOf(row)} role="listitem">
              {draw(row)}
            </div>
          ))
        : items.map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <div
                  key={item.key}
                  role="listitem"
                  aria-posinset={item.index + 1}
                  aria-setsize={rows.length}
                  data-index={item.index}
                  ref={virtual.measureElement}
                >
                  {draw(row)}
                </div>
              )
            );
          })}
    </div>
  );
}
