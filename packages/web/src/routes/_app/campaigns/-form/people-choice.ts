import { useQuery } from '@tanstack/react-query';
import type { Inputs } from '../../../../app/rows.ts';
import { trpc } from '../../../../app/trpc.ts';

/** Whom a campaign is for. */
export type PeopleChoice = { from: 'all' } | { from: 'tag'; tag: string } | { from: 'import'; importId: string } | { from: 'none' };

/** A choice that names whom it means. */
export const isComplete = (choice: PeopleChoice): boolean =>
  choice.from === 'all' || (choice.from === 'tag' && choice.tag !== '') || (choice.from === 'import' && choice.importId !== '');

/** The same choice as the filter that the server takes: people are always named by a filter, never by ids. */
export function asFilter(choice: PeopleChoice): Pick<Inputs['campaigns']['addContacts'], 'tag' | 'importId'> {
  if (choice.from === 'tag') return { tag: choice.tag };
  if (choice.from === 'import') return { importId: choice.importId };
  return {};
}

/** How many contacts the choice names; undefined until it is known. */
export function usePeopleCount(choice: PeopleChoice, enabled = true): number | undefined {
  const count = useQuery(trpc.contacts.count.queryOptions(asFilter(choice), { enabled: enabled && isComplete(choice) }));
  return isComplete(choice) ? (count.data ?? undefined) : undefined;
}
