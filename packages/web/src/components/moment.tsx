import { makeFormat } from '../app/format.ts';
import { useFormat } from '../app/use-format.ts';

interface MomentProps {
  /** Instant as ISO 8601 text. */
  at: string;
  /** Another zone than the tenant's own, such as a campaign's. */
  zone?: string;
  /** For steps within minutes: the seconds, without the day. */
  seconds?: boolean;
}

/** An instant with its zone; the tooltip has the full date here and in UTC. */
export function Moment({ at, zone, seconds = false }: MomentProps) {
  const own = useFormat();
  const format = zone === undefined || zone === own.zone ? own : makeFormat(zone);
  return (
    <time dateTime={at} title={format.full(at)} style={{ whiteSpace: 'nowrap' }}>
      {seconds ? format.second(at) : format.moment(at)}
    </time>
  );
}
