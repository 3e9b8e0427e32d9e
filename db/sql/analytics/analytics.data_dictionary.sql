-- The catalog, read for people: comments say the rest, in a form that this view takes apart.
create or replace view analytics.data_dictionary with (security_barrier = true) as
select
  c.relname::text as object,
  a.attname::text as column_name,
  format_type(a.atttypid, a.atttypmod) as data_type,
  regexp_replace(regexp_replace(col_description(c.oid, a.attnum), '^Personal data\. ', ''), '\s*Unit: [^.;]+[.;]?', '') as meaning,
  substring(col_description(c.oid, a.attnum) from 'Unit: ([^.;]+)') as unit,
  col_description(c.oid, a.attnum) like 'Personal data.%' as is_personal,
  obj_description(c.oid, 'pg_class') as one_row_per
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid
where n.nspname = 'analytics'
  and c.relkind = 'v'
  and a.attnum > 0
  and not a.attisdropped
order by c.relname, a.attnum;

comment on view analytics.data_dictionary is 'One row per column of a view of this schema.';
comment on column analytics.data_dictionary.object is 'The view.';
comment on column analytics.data_dictionary.column_name is 'The column.';
comment on column analytics.data_dictionary.data_type is 'Its type.';
comment on column analytics.data_dictionary.meaning is 'What it says.';
comment on column analytics.data_dictionary.unit is 'Unit of the number; null where there is none.';
comment on column analytics.data_dictionary.is_personal is 'True: shown only to logins with the right to personal data, else null.';
comment on column analytics.data_dictionary.one_row_per is 'Grain of the view.';
alter view analytics.data_dictionary owner to app_masker;
revoke all on analytics.data_dictionary from public;
grant select on analytics.data_dictionary to app_analyst;
