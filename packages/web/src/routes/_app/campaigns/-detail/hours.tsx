import { formatTimeOfDay, zoneName } from '../../../../app/format.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { serverNow } from '../../../../app/server-clock.ts';

/** Whether an opening lies behind us: the hours are open, and a launched campaign would call at once. */
export const isOpenAt = (opening: string): boolean => Date.parse(opening) <= serverNow();

/** The calling hours, always in the campaign's own zone: "09:00–18:00 IST". Equal times mean all day. */
export function Hours({ campaign }: { campaign: Campaign }) {
  const isAllDay = campaign.first_call_time === campaign.last_call_time;
  return (
    <span style={{ whiteSpace: 'nowrap' }} title={campaign.timezone}>
      {isAllDay ? 'All day,' : `${formatTimeOfDay(campaign.first_call_time)}–${formatTimeOfDay(campaign.last_call_time)}`} {zoneName(campaign.timezone, new Date(serverNow()))}
    </span>
  );
}
