import { Button, CopyButton } from '@mantine/core';
import { useStatus } from '../data/queries';
import { Icon } from '../shell/icons';
import page from '../shell/page.module.css';
import { Answered } from '../shell/waiting';
import { YamlText } from './yaml-text';

/** The configuration that is running, as the server writes it. */
export default function ConfigPage() {
  return (
    <Answered query={useStatus<{ yaml: string }>('config', false)}>
      {({ yaml }) => (
        <div className={page.page}>
          <div className={page.tools}>
            <span className="dim">
              The configuration that is running, with all defaults; secrets are hidden.
            </span>
            <CopyButton value={yaml}>
              {({ copied, copy }) => (
                <Button
                  size="xs"
                  variant="default"
                  className={page.push ?? ''}
                  leftSection={<Icon name={copied ? 'check' : 'copy'} size={13} />}
                  onClick={copy}
                >
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </div>
          <div className="card">
            <YamlText yaml={yaml} />
          </div>
        </div>
      )}
    </Answered>
  );
}
