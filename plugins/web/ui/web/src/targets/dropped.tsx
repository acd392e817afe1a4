import { Button } from '@mantine/core';
import { useState } from 'react';
import { LabelChip } from '../chart/labels';
import { useDroppedTargets } from '../data/queries';
import page from '../shell/page.module.css';
import { VirtualTable } from '../shell/virtual-table';
import { Answered } from '../shell/waiting';
import styles from './targets.module.css';

/** Targets that discovery found and relabelling dropped; asked for only when wanted, for there may be many. */
export function DroppedTargets() {
  const [wanted, setWanted] = useState(false);
  const dropped = useDroppedTargets(wanted);
  if (!wanted) {
    return (
      <div>
        <Button size="xs" variant="default" onClick={() => setWanted(true)}>
          Show what relabelling dropped
        </Button>
      </div>
    );
  }
  return (
    <Answered query={dropped}>
      {(data) => {
        const targets = data.droppedTargets ?? [];
        return (
          <section className="card" aria-label="Dropped targets">
            <h2 className={page.title}>
              {targets.length === 0 ? 'Relabelling dropped no target' : `${targets.length} dropped`}
            </h2>
            {targets.length > 0 && (
              <VirtualTable
                label="Dropped targets"
                count={targets.length}
                columns={2}
                rowHeight={30}
                maxHeight="50vh"
                head={
                  <tr>
                    <th scope="col">Pool</th>
                    <th scope="col">Labels as discovered</th>
                  </tr>
                }
                row={(index, props) => {
                  const target = targets[index];
                  const { job = '', ...labels } = target?.discoveredLabels ?? {};
                  return (
                    <tr {...props} key={index}>
                      <td className="nowrap">{target?.scrapePool ?? job}</td>
                      <td>
                        <div className={styles.labels}>
                          {Object.entries(labels).map(([name, value]) => (
                            <LabelChip key={name} name={name} value={value} />
                          ))}
                        </div>
                      </td>
                    </tr>
                  );
                }}
              />
            )}
          </section>
        );
      }}
    </Answered>
  );
}
