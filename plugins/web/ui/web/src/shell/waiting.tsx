import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Answer } from '../data/client';
import { Failure } from './failure';

/** Draws an answer; until there is one its place is held, and an error is told. */
export function Answered<T>({
  query,
  children,
}: {
  query: UseQueryResult<Answer<T>>;
  children: (data: T) => ReactNode;
}) {
  if (query.data) {
    return (
      <>
        {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
        {children(query.data.data)}
      </>
    );
  }
  if (query.error) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  return <Skeleton height={160} radius={6} />;
}
