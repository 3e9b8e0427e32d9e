-- What the people of a campaign still wait for.
-- A campaign is finished when nobody waits and nobody is on a line. $1: the campaign.
select
  q.status,
  count(*) as people,
  count(*) filter (where q.due) as due_now,
  min(q.scheduled_for) as next_at
from public.call_queue q
where q.campaign_id = $1
group by q.status
order by q.status;
