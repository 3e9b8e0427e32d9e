import { bookMeeting, changeMeeting, countMeetings, getMeeting, listMeetings, moveMeeting, setMeetingStatus } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const meetings = router({
  list: query(listMeetings),
  count: query(countMeetings),
  byId: query(getMeeting),
  book: mutation(bookMeeting),
  move: mutation(moveMeeting),
  change: mutation(changeMeeting),
  setStatus: mutation(setMeetingStatus),
});
