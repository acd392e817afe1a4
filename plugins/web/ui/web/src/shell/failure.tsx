import { Alert, Button, Code } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ApiError } from '../data/client';
import { Icon } from './icons';

/** What went wrong with a request, in the server's words. */
export function Failure({
  error,
  retry,
  title,
}: {
  error: Error;
  retry?: () => void;
  title?: string;
}) {
  const type = error instanceof ApiError ? error.type : error.name;
  return (
    <Alert
      variant="light"
      color="red"
      icon={<Icon name="warning" />}
      title={title ?? TITLES[type] ?? `Error: ${type}`}
      role="alert"
    >
      <div>{error.message}</div>
      {retry && (
        <Button size="compact-xs" mt={8} variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

const TITLES: Record<string, string> = {
  bad_data: 'The request is wrong',
  execution: 'The expression could not be evaluated',
  timeout: 'The query took too long',
  canceled: 'The query was cancelled',
  internal: 'The server failed',
  unavailable: 'Not available',
  unreachable: 'No connection',
  not_found: 'Not found',
};

/** Keeps a failing page from taking the frame with it. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) {
      return this.props.children;
    }
    return (
      <Alert
        m="lg"
        color="red"
        title="This page failed"
        icon={<Icon name="warning" />}
        role="alert"
      >
        <Code block>{error.message}</Code>
        <Button
          mt="sm"
          size="compact-sm"
          variant="default"
          onClick={() => this.setState({ error: null })}
        >
          Draw it again
        </Button>
      </Alert>
    );
  }
}
