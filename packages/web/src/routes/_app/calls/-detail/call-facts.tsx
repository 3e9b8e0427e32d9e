import { formatClock } from '../../../../app/format.ts';
import type { CallDetails } from '../../../../app/rows.ts';
import { inWords, sentiments } from '../../../../app/status.tsx';
import { Facts } from '../../../../components/facts.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

export function CallFacts({ call }: { call: CallDetails }) {
  return (
    <Facts
      facts={[
        ['Number', call.phone_number],
        [
          'Contact',
          call.contact_id && (
            <AnchorLink to="/contacts" search={{ peek: call.contact_id }} inherit>
              {call.contact_name ?? call.phone_number}
            </AnchorLink>
          ),
        ],
        [
          'Campaign',
          call.campaign_id ? (
            <AnchorLink to="/campaigns/$campaignId" params={{ campaignId: call.campaign_id }} inherit>
              {call.campaign_name}
            </AnchorLink>
          ) : (
            'Direct call'
          ),
        ],
        ['Agent', call.agent_name],
        ['Placed', <Moment key="created" at={call.created_at} />],
        ['Answered', call.started_at && <Moment at={call.started_at} />],
        ['Ended', call.ended_at && <Moment at={call.ended_at} />],
        ['Length', call.duration_seconds === null ? null : formatClock(call.duration_seconds)],
        ['Hung up', call.hangup_reason],
        ['Mood', call.sentiment && <StateMark state={sentiments[call.sentiment]} />],
        ['Voicemail', call.is_voicemail ? 'yes, a machine answered' : null],
        ['Next step', call.next_action],
        ['Direction', call.lead_type && inWords(call.lead_type)],
        ['Provider says', call.provider_status && inWords(call.provider_status)],
      ]}
    />
  );
}
