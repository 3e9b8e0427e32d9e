import { useMutation } from '@tanstack/react-query';
import { countOf } from '../../../../app/format.ts';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc, trpcClient } from '../../../../app/trpc.ts';
import { type PeopleChoice, asFilter } from './people-choice.ts';

/** Adds the people of a choice to a campaign; answers how many were added. */
export function useAddPeople() {
  return useMutation({
    mutationFn: ({ campaignId, choice }: { campaignId: string; choice: PeopleChoice }) =>
      trpcClient.campaigns.addContacts.mutate({ campaignId, ...asFilter(choice) }),
    onSuccess: (added) => {
      void queryClient.invalidateQueries(trpc.campaigns.pathFilter());
      void queryClient.invalidateQueries(trpc.queue.pathFilter());
      tellDone(`${countOf(added, 'person', 'people')} added`);
    },
    onError: (error) => {
      tellRefusal('No people added', error);
    },
  });
}
