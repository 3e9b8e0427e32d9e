import { useMutation } from '@tanstack/react-query';
import { tellRefusal } from '../../../../app/problem.ts';
import type { Lead, LeadStage } from '../../../../app/rows.ts';
import { leadStages } from '../../../../app/status.tsx';
import { tellUndo } from '../../../../app/tell-undo.tsx';
import { queryClient, trpc } from '../../../../app/trpc.ts';

/** Moves a lead to another stage, with the way back in the message. */
export function useMoveLead(): (lead: Lead, to: LeadStage) => void {
  const move = useMutation(
    trpc.leads.move.mutationOptions({
      onError: (error) => { tellRefusal('The lead stays where it is', error); },
      onSettled: () => { void queryClient.invalidateQueries(trpc.leads.pathFilter()); },
    }),
  );
  return (lead, to) => {
    const before = lead.lifecycle_status;
    move.mutate(
      { leadId: lead.id, newStage: to },
      { onSuccess: () => { tellUndo(`${lead.contact_name}: ${leadStages[to].word}`, () => { if (before !== null) move.mutate({ leadId: lead.id, newStage: before }); }); } },
    );
  };
}
