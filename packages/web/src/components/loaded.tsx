import type { ReactNode } from 'react';
import { ProblemNote } from './problem.tsx';
import { RowsSkeleton } from './skeletons.tsx';

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** Rows of the skeleton. */
  rows?: number;
  children: (data: T) => ReactNode;
}

/** What a query found. While it looks: a skeleton; when it failed and nothing older is there: the problem. */
export function Loaded<T>({ query, rows = 4, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return <RowsSkeleton rows={rows} />;
}
