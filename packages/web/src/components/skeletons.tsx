import { Skeleton, Stack } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';

const PATIENCE_MS = 300;

/** Shows its children after 300 ms: most answers are faster, and a skeleton that flashes is worse than none. */
export function Patiently({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return late ? children : null;
}

/** In the shape of a list. */
export function RowsSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Patiently>
      <Stack gap={14} p="md" role="status" aria-busy="true" aria-label="Loading">
        {Array.from({ length: rows }, (_, index) => (
          <Skeleton key={index} h={18} w={`${92 - ((index * 17) % 30)}%`} />
        ))}
      </Stack>
    </Patiently>
  );
}

/** In the shape of a page; the router shows it after its own 300 ms. */
export function PageSkeleton() {
  return (
    <Stack gap="md" role="status" aria-busy="true" aria-label="Loading">
      <Skeleton h={26} w={240} />
      <Skeleton h={84} />
      <Skeleton h={240} />
    </Stack>
  );
}
