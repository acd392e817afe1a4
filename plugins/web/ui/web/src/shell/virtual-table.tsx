import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

/** Shorter tables are drawn whole, so that the browser's own search finds everything in them. */
const WHOLE = 200;

export interface RowProps {
  'data-index': number;
  ref?: (element: Element | null) => void;
}

interface VirtualTableProps {
  label: string;
  head: ReactNode;
  columns: number;
  count: number;
  /** What a row is taken for before it is measured. */
  rowHeight: number;
  maxHeight: number | string;
  row: (index: number, props: RowProps) => ReactNode;
}

/** A table of any length in a box that scrolls. */
export function VirtualTable(props: VirtualTableProps) {
  const { label, head, columns, count, rowHeight, maxHeight, row } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const whole = count <= WHOLE;
  const virtual = useVirtualizer({
    count: whole ? 0 : count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div
      ref={scroll}
      style={{ maxHeight, overflow: 'auto' }}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table className="dense" aria-rowcount={count + 1}>
        <thead>{head}</thead>
        <tbody>
          {whole ? (
            Array.from({ length: count }, (_, i) => row(i, { 'data-index': i }))
          ) : (
            <>
              <Space height={before} columns={columns} />
              {items.map((item) =>
                row(item.index, { 'data-index': item.index, ref: virtual.measureElement }),
              )}
              <Space height={after} columns={columns} />
            </>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Space({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  ) : null;
}
