import { useMutation } from '@tanstack/react-query';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';

export type Step = 'launch' | 'pause' | 'resume' | 'cancel';

const done: Record<Step, string> = { launch: 'Launched', pause: 'Paused', resume: 'Resumed', cancel: 'Cancelled' };
const failed: Record<Step, string> = { launch: 'Not launched', pause: 'Not paused', resume: 'Not resumed', cancel: 'Not cancelled' };

/**
 * A step in the life of a campaign. Whether it may be taken, the database says, and its hint is what a person reads.
 * Not optimistic: calls and money follow from it, so the page shows it when it is true.
 */
export function useStep(campaignId: string, step: Step) {
  const options = {
    onSuccess: (campaign: Campaign) => {
      queryClient.setQueryData(trpc.campaigns.byId.queryKey({ campaignId }), campaign);
      void queryClient.invalidateQueries(trpc.campaigns.pathFilter());
      void queryClient.invalidateQueries(trpc.queue.pathFilter());
      tellDone(done[step], campaign.name);
    },
    onError: (error: unknown) => {
      tellRefusal(failed[step], error);
    },
  };
  return useMutation(trpc.campaigns[step].mutationOptions(options));
}
