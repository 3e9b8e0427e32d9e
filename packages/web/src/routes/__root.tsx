import type { QueryClient } from '@tanstack/react-query';
import { Outlet, createRootRouteWithContext } from '@tanstack/react-router';
import type { trpc } from '../app/trpc.ts';

export const Route = createRootRouteWithContext<{ queryClient: QueryClient; trpc: typeof trpc }>()({
  component: Outlet,
});
