import { needsPassword, tellDone, tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';

/** What all acts of administrators have in common: what they see is read again, and a refusal is told. */
export const acting = (onClose: () => void) => ({
  onSuccess: () => {
    onClose();
    tellDone('Done', 'It is written down in the audit log.');
    void queryClient.invalidateQueries(trpc.admin.pathFilter());
    void queryClient.invalidateQueries(trpc.analysts.pathFilter());
    void queryClient.invalidateQueries(trpc.numbers.pathFilter());
  },
  onError: (error: unknown) => { if (!needsPassword(error)) tellRefusal('Nothing was changed', error); },
});
