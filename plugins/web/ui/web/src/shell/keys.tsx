import { Kbd, Modal, Table } from '@mantine/core';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Find a page, metric, alert, target or plugin'],
  [['?'], 'Show these keys'],
  [['/'], 'Go to the filter, or to the expression'],
  [['Ctrl', 'Enter'], 'Run the expression'],
  [['Enter'], 'Run the expression (in the editor)'],
  [['Shift', 'Enter'], 'New line in the expression'],
  [['Ctrl', 'Space'], 'Complete the word'],
  [['Esc'], 'Leave the editor; close a window'],
  [['g', 'q'], 'Go to Query'],
  [['g', 'a'], 'Go to Alerts'],
  [['g', 'r'], 'Go to Rules'],
  [['g', 't'], 'Go to Targets'],
  [['g', 'p'], 'Go to Plugins'],
];

/** The list of keys. */
export function KeysWindow({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Table verticalSpacing={4} withRowBorders={false}>
        <Table.Tbody>
          {KEYS.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={130}>
                {keys.map((key, i) => (
                  <span key={key}>
                    {i > 0 && ' '}
                    <Kbd>{key}</Kbd>
                  </span>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className="dim">
        In a graph: drag to zoom in, double-click to zoom out, click a series to see it alone, Ctrl
        and click to hide or show it.
      </p>
    </Modal>
  );
}
