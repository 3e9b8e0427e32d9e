import { useMutation } from '@tanstack/react-query';
import { tellRefusal } from '../../../../app/problem.ts';
import type { Meeting } from '../../../../app/rows.ts';
import { tellUndo } from '../../../../app/tell-undo.tsx';
import { queryClient, trpc } from '../../../../app/trpc.ts';

const SAYS = { cancelled: 'Cancelled', completed: 'Held', scheduled: 'Booked again' } as const;
type Next = keyof typeof SAYS;

/** Cancels a meeting, says that it was held, or books it again, with the way back in the message. */
export function useMeetingActs() {
  const set = useMutation(
    trpc.meetings.setStatus.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries(trpc.meetings.pathFilter()),
      onError: (error) => { tellRefusal('Nothing was changed', error); },
    }),
  );
  const back = ({ is_open: wasOpen, status }: Meeting): Next => (wasOpen ? 'scheduled' : status === 'completed' ? 'completed' : 'cancelled');
  return (meeting: Meeting, newStatus: Next): void => {
    set.mutate({ meetingId: meeting.id, newStatus }, { onSuccess: () => { tellUndo(SAYS[newStatus], () => { set.mutate({ meetingId: meeting.id, newStatus: back(meeting) }); }); } });
  };
}
