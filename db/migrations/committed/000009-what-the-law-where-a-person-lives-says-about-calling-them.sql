--! Previous: sha1:e6c9483178b82be24aec42391146de577db81250
--! Hash: sha1:bffb393b7ca493a18be98ea0a7f650677e97a4ee
--! Message: What the law where a person lives says about calling them

--! split: 1-current.sql
-- What the law where a person lives says about calling them: rules, the numbering plan, consent and opt-outs as rows, and lanes by law.
create table if not exists public.calling_rules (
  jurisdiction varchar(10) not null,
  valid_from date not null,
  weekdays smallint[] not null,
  local_start time not null,
  local_end time not null,
  consent varchar(10) not null,
  max_calls_per_day smallint,
  source varchar(255) not null,
  checked_on date not null,
  constraint calling_rules_pkey primary key (jurisdiction, valid_from),
  constraint calling_rules_weekdays_check check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[] and cardinality(weekdays) > 0),
  constraint calling_rules_consent_check check (consent in ('none', 'express', 'written')),
  constraint calling_rules_max_calls_check check (max_calls_per_day > 0)
);
--! Included compliance/public.calling_rules.sql
-- What the law where a person lives says about calling them, as rows: a change of law is a new row and no release. No row, no call. These are
-- figures to configure by, no legal advice.

comment on table public.calling_rules is
  'One row per jurisdiction and day from which its rule holds.';
comment on column public.calling_rules.jurisdiction is 'Country (ISO 3166), or country and state, such as US or US-FL; * for countries without a row; XF for numbers that are reserved for fiction.';
comment on column public.calling_rules.valid_from is 'First day on which the rule holds; the latest of those that have begun counts.';
comment on column public.calling_rules.weekdays is 'Days on which calling is allowed, ISO: 1 Monday to 7 Sunday.';
comment on column public.calling_rules.local_start is 'Begin of the calling hours, local to the person.';
comment on column public.calling_rules.local_end is 'End of the calling hours, local to the person; at or before the begin: after midnight, equal: all day.';
comment on column public.calling_rules.consent is 'What the person must have given before: none, express, or written.';
comment on column public.calling_rules.max_calls_per_day is 'Calls to one number within 24 hours at most; null: no limit.';
comment on column public.calling_rules.source is 'Where the rule was read.';
comment on column public.calling_rules.checked_on is 'When somebody last looked whether that is still so.';

grant select on public.calling_rules to app_user;
grant select, insert, update, delete on public.calling_rules to app_definer;
--! EndIncluded compliance/public.calling_rules.sql
create table if not exists public.number_plan (
  prefix varchar(7) not null,
  jurisdiction varchar(10) not null,
  zones text[] not null,
  constraint number_plan_pkey primary key (prefix),
  constraint number_plan_prefix_check check (prefix ~ '^[1-9][0-9]*$'),
  constraint number_plan_zones_check check (cardinality(zones) > 0)
);
--! Included compliance/public.number_plan.sql
-- Where a number rings, as far as its first digits tell: the longest prefix counts. Several zones mean that nobody knows in which of them,
-- so calling must be allowed in all. What is not in the plan is not called: premium, satellite and other numbers of no place.

comment on table public.number_plan is
  'One row per prefix of telephone numbers.';
comment on column public.number_plan.prefix is 'First digits without the plus sign.';
comment on column public.number_plan.jurisdiction is 'Whose rule holds there; a state without a rule of its own has that of its country.';
comment on column public.number_plan.zones is 'Time zones (IANA) in which the person may be.';

alter table public.number_plan enable row level security;
alter table public.number_plan force row level security;

drop policy if exists number_plan_all_definer on public.number_plan;
create policy number_plan_all_definer on public.number_plan for all to app_definer
  using (true) with check (true);
comment on policy number_plan_all_definer on public.number_plan is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.number_plan to app_definer;
--! EndIncluded compliance/public.number_plan.sql
create table if not exists public.fictional_numbers (
  pattern text not null,
  source varchar(255) not null,
  constraint fictional_numbers_pkey primary key (pattern),
  constraint fictional_numbers_pattern_check check (('' ~ pattern) is not null)
);
--! Included compliance/public.fictional_numbers.sql
-- Numbers that ring nobody, ever: reserved for films, documentation and demonstrations. No law protects anybody there, so a demo may call
-- them at any hour.

comment on table public.fictional_numbers is
  'One row per range of numbers that is reserved for fiction.';
comment on column public.fictional_numbers.pattern is 'Regular expression of the numbers in E.164.';
comment on column public.fictional_numbers.source is 'Who reserves them.';

alter table public.fictional_numbers enable row level security;
alter table public.fictional_numbers force row level security;

drop policy if exists fictional_numbers_all_definer on public.fictional_numbers;
create policy fictional_numbers_all_definer on public.fictional_numbers for all to app_definer
  using (true) with check (true);
comment on policy fictional_numbers_all_definer on public.fictional_numbers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.fictional_numbers to app_definer;
--! EndIncluded compliance/public.fictional_numbers.sql
create table if not exists public.contact_consents (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  contact_id uuid not null,
  kind varchar(10) not null,
  proof varchar(500) not null,
  obtained_at timestamptz not null,
  withdrawn_at timestamptz,
  recorded_at timestamptz not null,
  constraint contact_consents_pkey primary key (id),
  constraint contact_consents_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint contact_consents_contact_id_fkey foreign key (contact_id, user_id) references public.contacts (id, user_id) on delete cascade,
  constraint contact_consents_kind_check check (kind in ('express', 'written'))
);
create index if not exists idx_contact_consents_contact on public.contact_consents (contact_id, user_id);
create index if not exists idx_contact_consents_user on public.contact_consents (user_id);
--! Included compliance/public.contact_consents.sql
-- What a person has agreed to. Withdrawn consent stays, with the moment: it was good until then.

comment on table public.contact_consents is
  'One row per consent of a contact.';
comment on column public.contact_consents.id is 'Key.';
comment on column public.contact_consents.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_consents.contact_id is 'Who agreed; deleted with the contact.';
comment on column public.contact_consents.kind is 'express: said or clicked; written: signed.';
comment on column public.contact_consents.proof is 'Where that can be looked up, in words of the tenant.';
comment on column public.contact_consents.obtained_at is 'When the person agreed.';
comment on column public.contact_consents.withdrawn_at is 'When they took it back; null while it holds.';
comment on column public.contact_consents.recorded_at is 'When the tenant wrote it down.';

alter table public.contact_consents enable row level security;
alter table public.contact_consents force row level security;

drop policy if exists contact_consents_select_own on public.contact_consents;
create policy contact_consents_select_own on public.contact_consents for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_consents_select_own on public.contact_consents is 'A tenant reads its own contact consents.';

drop policy if exists contact_consents_all_definer on public.contact_consents;
create policy contact_consents_all_definer on public.contact_consents for all to app_definer
  using (true) with check (true);
comment on policy contact_consents_all_definer on public.contact_consents is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_consents to app_user;
grant select, insert, update, delete on public.contact_consents to app_definer;
--! EndIncluded compliance/public.contact_consents.sql
create table if not exists public.opt_out_phrases (
  pattern text not null,
  constraint opt_out_phrases_pkey primary key (pattern),
  constraint opt_out_phrases_pattern_check check (length(pattern) <= 500 and ('' ~* pattern) is not null)
);
--! Included compliance/public.opt_out_phrases.sql
-- Words by which somebody on the line asks not to be called again. Obeyed at once and without looking twice: erring that way is cheap.

comment on table public.opt_out_phrases is
  'One row per pattern that is looked for in what a person said.';
comment on column public.opt_out_phrases.pattern is 'Regular expression, matched without regard to case against one turn of the person.';

alter table public.opt_out_phrases enable row level security;
alter table public.opt_out_phrases force row level security;

drop policy if exists opt_out_phrases_all_definer on public.opt_out_phrases;
create policy opt_out_phrases_all_definer on public.opt_out_phrases for all to app_definer
  using (true) with check (true);
comment on policy opt_out_phrases_all_definer on public.opt_out_phrases is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.opt_out_phrases to app_definer;
--! EndIncluded compliance/public.opt_out_phrases.sql

set local role app_definer;
insert into public.calling_rules (jurisdiction, valid_from, weekdays, local_start, local_end, consent, max_calls_per_day, source, checked_on) values
  ('*', '2026-01-01', '{1,2,3,4,5,6,7}', '09:00', '20:00', 'express', null, 'default of the platform for places without a row', '2026-11-26'),
  ('US', '2026-01-01', '{1,2,3,4,5,6,7}', '08:00', '21:00', 'express', null, '47 CFR 64.1200(c)(1); FCC 24-17 on artificial voices', '2026-11-26'),
  ('US-FL', '2026-01-01', '{1,2,3,4,5,6,7}', '08:00', '20:00', 'express', 3, 'Florida Statutes 501.616', '2026-11-26'),
  ('IN', '2026-01-01', '{1,2,3,4,5,6,7}', '09:00', '21:00', 'express', null, 'TCCCPR 2018, by a secondary source', '2026-11-26'),
  ('XF', '2026-01-01', '{1,2,3,4,5,6,7}', '00:00', '00:00', 'none', null, 'numbers reserved for fiction ring nobody', '2026-11-26')
on conflict do nothing;
insert into public.fictional_numbers (pattern, source) values
  ('^\+1[2-9][0-9]{2}55501[0-9]{2}$', 'North American Numbering Plan: 555-0100 to 555-0199 of each area'),
  ('^\+1555[0-9]{7}$', 'North American Numbering Plan: there is no area 555'),
  ('^\+447700900[0-9]{3}$', 'Ofcom: mobile numbers for use in TV and radio drama')
on conflict do nothing;
insert into public.opt_out_phrases (pattern) values
  ('\m(do not|don''t|never|stop) (call|calling|phone|phoning|ring|ringing|contact|contacting) (me|us|here|this number)\M'),
  ('\m(take|remove|delete) (me|us|my number|this number) (off|from)\M'),
  ('\m(do|please do) not call (me )?again\M|\mnever call (me )?again\M|\mdon''t call (me )?again\M'),
  ('\mdo[- ]not[- ]call list\M')
on conflict do nothing;
-- A prefix for each area code of the United States and Canada, because a state has rules and zones of its own; elsewhere one for each
-- country. Where an area or a country lies in several zones, all are named.
insert into public.number_plan (prefix, jurisdiction, zones)
select p.prefix, g.jurisdiction, string_to_array(g.zones, ',')
from (
  values
    ('AE', 'Asia/Dubai', '971'),
    ('AR', 'America/Argentina/Buenos_Aires', '54'),
    ('AT', 'Europe/Vienna', '43'),
    ('AU', 'Australia/Perth,Australia/Darwin,Australia/Adelaide,Australia/Brisbane,Australia/Sydney', '61'),
    ('BD', 'Asia/Dhaka', '880'),
    ('BE', 'Europe/Brussels', '32'),
    ('BG', 'Europe/Sofia', '359'),
    ('BR', 'America/Sao_Paulo,America/Manaus,America/Rio_Branco', '55'),
    ('CA', 'America/Winnipeg', '1204 1431 1584'),
    ('CA', 'America/Toronto', '1226 1249 1263 1289 1343 1354 1365 1367 1382 1416 1437 1438 1450 1468 1514 1519 1548 1579 1613 1647 1683 1705 1742 1753 1819 1873 1905 1942'),
    ('CA', 'America/Vancouver,America/Edmonton', '1236 1250 1257 1672 1778'),
    ('CA', 'America/Regina', '1306 1474 1639'),
    ('CA', 'America/Edmonton', '1368 1403 1587 1780 1825'),
    ('CA', 'America/Toronto,America/Halifax', '1418 1581'),
    ('CA', 'America/Halifax', '1428 1506 1782 1902'),
    ('CA', 'America/Vancouver', '1604'),
    ('CA', 'America/St_Johns,America/Halifax', '1709 1879'),
    ('CA', 'America/Toronto,America/Winnipeg', '1807'),
    ('CH', 'Europe/Zurich', '41'),
    ('CL', 'America/Santiago,Pacific/Easter', '56'),
    ('CO', 'America/Bogota', '57'),
    ('CY', 'Asia/Nicosia', '357'),
    ('CZ', 'Europe/Prague', '420'),
    ('DE', 'Europe/Berlin', '49'),
    ('DK', 'Europe/Copenhagen', '45'),
    ('EE', 'Europe/Tallinn', '372'),
    ('EG', 'Africa/Cairo', '20'),
    ('ES', 'Europe/Madrid,Atlantic/Canary', '34'),
    ('FI', 'Europe/Helsinki', '358'),
    ('FR', 'Europe/Paris', '33'),
    ('GB', 'Europe/London', '44'),
    ('GR', 'Europe/Athens', '30'),
    ('HK', 'Asia/Hong_Kong', '852'),
    ('HR', 'Europe/Zagreb', '385'),
    ('HU', 'Europe/Budapest', '36'),
    ('ID', 'Asia/Jakarta,Asia/Makassar,Asia/Jayapura', '62'),
    ('IE', 'Europe/Dublin', '353'),
    ('IL', 'Asia/Jerusalem', '972'),
    ('IN', 'Asia/Kolkata', '91'),
    ('IS', 'Atlantic/Reykjavik', '354'),
    ('IT', 'Europe/Rome', '39'),
    ('JP', 'Asia/Tokyo', '81'),
    ('KE', 'Africa/Nairobi', '254'),
    ('KR', 'Asia/Seoul', '82'),
    ('LK', 'Asia/Colombo', '94'),
    ('LT', 'Europe/Vilnius', '370'),
    ('LU', 'Europe/Luxembourg', '352'),
    ('LV', 'Europe/Riga', '371'),
    ('MA', 'Africa/Casablanca', '212'),
    ('MT', 'Europe/Malta', '356'),
    ('MX', 'America/Mexico_City,America/Tijuana,America/Hermosillo,America/Cancun', '52'),
    ('MY', 'Asia/Kuala_Lumpur', '60'),
    ('NG', 'Africa/Lagos', '234'),
    ('NL', 'Europe/Amsterdam', '31'),
    ('NO', 'Europe/Oslo', '47'),
    ('NZ', 'Pacific/Auckland', '64'),
    ('PE', 'America/Lima', '51'),
    ('PH', 'Asia/Manila', '63'),
    ('PK', 'Asia/Karachi', '92'),
    ('PL', 'Europe/Warsaw', '48'),
    ('PT', 'Europe/Lisbon,Atlantic/Azores', '351'),
    ('RO', 'Europe/Bucharest', '40'),
    ('SA', 'Asia/Riyadh', '966'),
    ('SE', 'Europe/Stockholm', '46'),
    ('SG', 'Asia/Singapore', '65'),
    ('SI', 'Europe/Ljubljana', '386'),
    ('SK', 'Europe/Bratislava', '421'),
    ('TH', 'Asia/Bangkok', '66'),
    ('TR', 'Europe/Istanbul', '90'),
    ('TW', 'Asia/Taipei', '886'),
    ('US-AK', 'America/Anchorage,America/Adak', '1907'),
    ('US-AL', 'America/Chicago', '1205 1251 1256 1334 1659 1938'),
    ('US-AR', 'America/Chicago', '1327 1479 1501 1870'),
    ('US-AZ', 'America/Phoenix', '1480 1520 1602 1623'),
    ('US-AZ', 'America/Phoenix,America/Denver', '1928'),
    ('US-CA', 'America/Los_Angeles', '1209 1213 1279 1310 1323 1341 1350 1408 1415 1424 1442 1510 1530 1559 1562 1619 1626 1628 1650 1657 1661 1669 1707 1714 1747 1760 1805 1818 1820 1831 1837 1840 1858 1909 1916 1925 1949 1951'),
    ('US-CO', 'America/Denver', '1303 1719 1720 1748 1970 1983'),
    ('US-CT', 'America/New_York', '1203 1475 1860 1959'),
    ('US-DC', 'America/New_York', '1202 1771'),
    ('US-DE', 'America/New_York', '1302'),
    ('US-FL', 'America/New_York', '1239 1305 1321 1324 1352 1386 1407 1561 1645 1656 1689 1727 1728 1754 1772 1786 1813 1863 1904 1941 1954'),
    ('US-FL', 'America/New_York,America/Chicago', '1448 1850'),
    ('US-GA', 'America/New_York', '1229 1404 1470 1478 1678 1706 1762 1770 1912 1943'),
    ('US-HI', 'Pacific/Honolulu', '1808'),
    ('US-IA', 'America/Chicago', '1319 1515 1563 1641 1712'),
    ('US-ID', 'America/Boise,America/Los_Angeles', '1208 1986'),
    ('US-IL', 'America/Chicago', '1217 1224 1309 1312 1331 1447 1464 1618 1630 1708 1730 1773 1779 1815 1847 1861 1872'),
    ('US-IN', 'America/New_York,America/Chicago', '1219 1574 1812 1930'),
    ('US-IN', 'America/New_York', '1260 1317 1463 1765'),
    ('US-KS', 'America/Chicago', '1316 1913'),
    ('US-KS', 'America/Chicago,America/Denver', '1620 1785'),
    ('US-KY', 'America/New_York,America/Chicago', '1270 1364 1606'),
    ('US-KY', 'America/New_York', '1502 1859'),
    ('US-LA', 'America/Chicago', '1225 1318 1337 1457 1504 1985'),
    ('US-MA', 'America/New_York', '1339 1351 1413 1508 1617 1774 1781 1857 1978'),
    ('US-MD', 'America/New_York', '1227 1240 1301 1410 1443 1667'),
    ('US-ME', 'America/New_York', '1207'),
    ('US-MI', 'America/New_York', '1231 1248 1269 1313 1517 1586 1616 1679 1734 1810 1947 1989'),
    ('US-MI', 'America/New_York,America/Chicago', '1906'),
    ('US-MN', 'America/Chicago', '1218 1320 1507 1612 1651 1763 1924 1952'),
    ('US-MO', 'America/Chicago', '1235 1314 1417 1557 1573 1636 1660 1816 1975'),
    ('US-MS', 'America/Chicago', '1228 1601 1662 1769'),
    ('US-MT', 'America/Denver', '1406'),
    ('US-NC', 'America/New_York', '1252 1336 1472 1704 1743 1828 1910 1919 1980 1984'),
    ('US-ND', 'America/Chicago,America/Denver', '1701'),
    ('US-NE', 'America/Chicago,America/Denver', '1308'),
    ('US-NE', 'America/Chicago', '1402 1531'),
    ('US-NH', 'America/New_York', '1603'),
    ('US-NJ', 'America/New_York', '1201 1551 1609 1640 1732 1848 1856 1862 1908 1973'),
    ('US-NM', 'America/Denver', '1505 1575'),
    ('US-NV', 'America/Los_Angeles', '1702 1725'),
    ('US-NV', 'America/Los_Angeles,America/Denver', '1775'),
    ('US-NY', 'America/New_York', '1212 1315 1329 1332 1347 1363 1516 1518 1585 1607 1624 1631 1646 1680 1716 1718 1838 1845 1914 1917 1929 1934'),
    ('US-OH', 'America/New_York', '1216 1220 1234 1283 1326 1330 1380 1419 1436 1440 1513 1567 1614 1740 1937'),
    ('US-OK', 'America/Chicago', '1405 1539 1572 1580 1918'),
    ('US-OR', 'America/Los_Angeles,America/Denver', '1458 1541'),
    ('US-OR', 'America/Los_Angeles', '1503 1971'),
    ('US-PA', 'America/New_York', '1215 1223 1267 1272 1412 1445 1484 1570 1582 1610 1717 1724 1814 1835 1878'),
    ('US-PR', 'America/Puerto_Rico', '1787 1939'),
    ('US-RI', 'America/New_York', '1401'),
    ('US-SC', 'America/New_York', '1803 1821 1839 1843 1854 1864'),
    ('US-SD', 'America/Chicago,America/Denver', '1605'),
    ('US-TN', 'America/New_York,America/Chicago', '1423 1931'),
    ('US-TN', 'America/Chicago', '1615 1629 1731 1901'),
    ('US-TN', 'America/New_York', '1865'),
    ('US-TX', 'America/Chicago', '1210 1214 1254 1281 1325 1346 1361 1409 1430 1469 1512 1682 1713 1726 1737 1806 1817 1830 1832 1903 1936 1940 1945 1956 1972 1979'),
    ('US-TX', 'America/Chicago,America/Denver', '1432 1915'),
    ('US-UT', 'America/Denver', '1385 1435 1801'),
    ('US-VA', 'America/New_York', '1276 1434 1540 1571 1686 1703 1757 1804 1826 1948'),
    ('US-VT', 'America/New_York', '1802'),
    ('US-WA', 'America/Los_Angeles', '1206 1253 1360 1425 1509 1564'),
    ('US-WI', 'America/Chicago', '1262 1274 1353 1414 1534 1608 1715 1920'),
    ('US-WV', 'America/New_York', '1304 1681'),
    ('US-WY', 'America/Denver', '1307'),
    ('VN', 'Asia/Ho_Chi_Minh', '84'),
    ('ZA', 'Africa/Johannesburg', '27')
) as g (jurisdiction, zones, prefixes)
cross join lateral regexp_split_to_table(g.prefixes, ' ') as p (prefix)
on conflict do nothing;
set local role app_migrator;

alter table public.dispatch_lanes add column if not exists needs_consent boolean not null default true;
alter table public.dispatch_lanes add column if not exists max_calls_per_day smallint;
--! Included dialing/public.dispatch_lanes.sql
-- A lane is the unit that opens and closes: pause and window live here, so changing them costs one row per lane and not one per item.
-- Every update that makes a lane claimable sets ready itself.

comment on table public.dispatch_lanes is
  'One row per tenant, campaign (or the direct calls) and set of recipient zones.';
comment on column public.dispatch_lanes.id is 'Key.';
comment on column public.dispatch_lanes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dispatch_lanes.call_type is 'campaign or direct; direct lanes are served first.';
comment on column public.dispatch_lanes.campaign_id is 'The campaign of the lane; null exactly for direct calls. Deleted with it.';
comment on column public.dispatch_lanes.zone_key is
  'Law and zones its people may be under (rule_key_of); empty: unknown, and such a lane never opens.';
comment on column public.dispatch_lanes.needs_consent is 'True: the law asks for consent, which the claim looks for. Set with the window.';
comment on column public.dispatch_lanes.max_calls_per_day is 'Calls to one person within 24 hours at most, by law; null: no limit. Set with the window.';
comment on column public.dispatch_lanes.ready is 'True: the lane may have due items. False: parked until somebody wakes it.';
comment on column public.dispatch_lanes.open is 'True: calling is allowed now, as far as status and window go.';
comment on column public.dispatch_lanes.opens_at is
  'Instant of the next opening; null when the lane will not open by itself (paused, ended) or is always open.';
comment on column public.dispatch_lanes.closes_at is 'Instant at which the present opening ends; claim and fence test it again. Null while closed.';

alter table public.dispatch_lanes enable row level security;
alter table public.dispatch_lanes force row level security;

drop policy if exists dispatch_lanes_all_definer on public.dispatch_lanes;
create policy dispatch_lanes_all_definer on public.dispatch_lanes for all to app_definer
  using (true) with check (true);
comment on policy dispatch_lanes_all_definer on public.dispatch_lanes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dispatch_lanes to app_definer;
--! EndIncluded dialing/public.dispatch_lanes.sql

--! Included compliance/public.rule_key_of.sql
-- Two numbers with the same key may be called at the same hours: the key is that of the lane in which their people wait.
create or replace function public.rule_key_of(p_phone text)
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(
    (select 'XF UTC' from public.fictional_numbers f where p_phone ~ f.pattern limit 1),
    (
      select p.jurisdiction || ' ' || array_to_string(p.zones, ',')
      from public.number_plan p
      where p.prefix = any (array(select substr(p_phone, 2, n) from generate_series(1, 7) as n))
      order by length(p.prefix) desc
      limit 1
    )
  )
$function$;
comment on function public.rule_key_of is
  'Jurisdiction and zones of a number in E.164, such as US-FL America/New_York,America/Chicago; null when the plan does not know it, and then it is not called. Called by everything that queues people, and by the fence.';
revoke all on function public.rule_key_of from public;
alter function public.rule_key_of owner to app_definer;
--! EndIncluded compliance/public.rule_key_of.sql
--! Included compliance/public.rule_of.sql
-- The rule of a state, else of its country, else of countries without one.
create or replace function public.rule_of(p_rule_key text, p_now timestamptz)
  returns public.calling_rules
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select r.*
  from public.calling_rules r
  where p_rule_key <> ''
    and r.jurisdiction in (split_part(p_rule_key, ' ', 1), split_part(split_part(p_rule_key, ' ', 1), '-', 1), '*')
    and r.valid_from <= (p_now at time zone 'UTC')::date
  order by length(r.jurisdiction) desc, r.valid_from desc
  limit 1
$function$;
comment on function public.rule_of is
  'The calling rule that holds for a key of rule_key_of at an instant; a row of nulls when there is none. Called by legal_window, set_lane_windows and the previews.';
revoke all on function public.rule_of from public;
alter function public.rule_of owner to app_definer;
--! EndIncluded compliance/public.rule_of.sql
--! Included compliance/public.next_rule_window.sql
-- As next_window, on the weekdays of a rule. Nine days are looked at: a window that began yesterday, and a week.
create or replace function public.next_rule_window(
  p_rule public.calling_rules,
  p_zone text,
  p_now timestamptz,
  out opens_at timestamptz,
  out closes_at timestamptz
)
  returns record
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select w.opens_at, w.closes_at
  from (select (p_now at time zone p_zone)::date - 1 as day) b
  cross join generate_series(0, 8) as g (n)
  cross join lateral (
    select
      ((b.day + g.n) + (p_rule).local_start) at time zone p_zone as opens_at,
      least(
        ((b.day + g.n + case when (p_rule).local_end <= (p_rule).local_start then 1 else 0 end) + (p_rule).local_end) at time zone p_zone,
        ((b.day + g.n + 1) + (p_rule).local_start) at time zone p_zone
      ) as closes_at
  ) w
  where extract(isodow from b.day + g.n)::smallint = any ((p_rule).weekdays)
    and w.closes_at > p_now
    and w.closes_at > w.opens_at
  order by w.closes_at
  limit 1
$function$;
comment on function public.next_rule_window is
  'The first window of a calling rule in a zone that has not ended at p_now, as instants; both null when the rule has no day. Called by legal_window.';
revoke all on function public.next_rule_window from public;
alter function public.next_rule_window owner to app_definer;
--! EndIncluded compliance/public.next_rule_window.sql
--! Included compliance/public.legal_window.sql
-- The hours of a lane: those of its campaign, and in each zone in which its people may be those of the law. What lies in all of them.
--
-- Each turn takes the present or next window of each; where they have nothing in common, the search goes on at the latest of their
-- beginnings, before which they cannot. A campaign whose hours the law never allows has none: after twenty turns, more than a week, that
-- is so.
create or replace function public.legal_window(
  p_campaign public.call_campaigns,
  p_rule_key text,
  p_now timestamptz,
  out opens_at timestamptz,
  out closes_at timestamptz
)
  returns record
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_rule public.calling_rules := public.rule_of(p_rule_key, p_now);
  v_zones text[] := string_to_array(split_part(p_rule_key, ' ', 2), ',');
  v_at timestamptz := p_now;
  v_opens_at timestamptz;
  v_closes_at timestamptz;
  v_none boolean;
begin
  if v_rule.jurisdiction is null then
    return;
  end if;
  for turn in 1..20 loop
    select max(w.opens_at), min(w.closes_at), bool_or(w.closes_at is null)
    into v_opens_at, v_closes_at, v_none
    from (
      select r.opens_at, r.closes_at
      from unnest(v_zones) as z (zone)
      cross join lateral public.next_rule_window(v_rule, z.zone, v_at) r
      union all
      select c.opens_at, c.closes_at
      from public.next_window(
        p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
        public.campaign_timezone(p_campaign), v_at
      ) c
      where p_campaign.id is not null
    ) w;
    if v_none is not false then
      return;
    end if;
    if v_opens_at < v_closes_at then
      opens_at := v_opens_at;
      closes_at := v_closes_at;
      return;
    end if;
    v_at := v_opens_at;
  end loop;
end
$function$;
comment on function public.legal_window is
  'The first window that has not ended at p_now in which both a campaign (null: direct calls) and the law of a rule key allow calls; both null when there is none, and when no rule is known. Called by set_lane_windows, next_allowed and the previews.';
revoke all on function public.legal_window from public;
alter function public.legal_window owner to app_definer;
--! EndIncluded compliance/public.legal_window.sql
--! Included compliance/public.refuse_unlawful_call.sql
-- The claim and the fence would refuse it as well; who asks for a call now is told now.
create or replace function public.refuse_unlawful_call(p_contact public.contacts, p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key text := public.rule_key_of(p_contact.phone_number);
  v_rule public.calling_rules := public.rule_of(v_key, p_now);
  v_opens_at timestamptz;
begin
  if v_key is null or v_rule.jurisdiction is null then
    raise sqlstate 'VC409' using
      message = 'no_calling_rule',
      detail = format('contact %s', p_contact.id),
      hint = 'Nobody knows where this number rings or what may be done there, so it is not called.';
  end if;
  if v_rule.consent <> 'none' and not exists (
    select from public.contact_consents n
    where n.contact_id = p_contact.id and n.user_id = p_contact.user_id and n.withdrawn_at is null
  ) then
    raise sqlstate 'VC409' using
      message = 'contact_has_not_agreed',
      detail = format('contact %s', p_contact.id),
      hint = 'Where this person lives, people must have agreed to be called. Record their consent first.';
  end if;
  if (
    select count(*) from public.calls k where k.contact_id = p_contact.id and k.created_at > p_now - interval '24 hours'
  ) >= v_rule.max_calls_per_day then
    raise sqlstate 'VC409' using
      message = 'called_too_often',
      detail = format('contact %s', p_contact.id),
      hint = 'This person was called as often within 24 hours as is allowed where they live. Try again tomorrow.';
  end if;
  select w.opens_at into v_opens_at from public.legal_window(null, v_key, p_now) w;
  if v_opens_at is null or v_opens_at > p_now then
    raise sqlstate 'VC409' using
      message = 'outside_calling_hours',
      detail = format('contact %s, opens at %s', p_contact.id, v_opens_at),
      hint = 'It is outside the hours in which people may be called where this person lives.';
  end if;
end
$function$;
comment on function public.refuse_unlawful_call is
  'Raises no_calling_rule, contact_has_not_agreed, called_too_often or outside_calling_hours when a contact may not be called at p_now. Called by refuse_direct_call.';
revoke all on function public.refuse_unlawful_call from public;
alter function public.refuse_unlawful_call owner to app_definer;
--! EndIncluded compliance/public.refuse_unlawful_call.sql
--! Included compliance/public.person_obstacle.sql
-- One rule for the preview, the list of a person and what a launch tells: what stands between a person and a call, strongest first. Hours
-- are not among them, they pass.
create or replace function public.person_obstacle(
  p_user_id uuid,
  p_contact_id uuid,
  p_phone text,
  p_rule_key text,
  p_now timestamptz
)
  returns text
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_rule public.calling_rules := public.rule_of(p_rule_key, p_now);
begin
  return case
    when v_rule.jurisdiction is null then 'no_calling_rule'
    when exists (
      select from public.do_not_call d where d.phone_number = p_phone and (d.user_id = p_user_id or d.user_id is null)
    ) then 'opted_out'
    when v_rule.consent <> 'none' and not exists (
      select from public.contact_consents n where n.contact_id = p_contact_id and n.user_id = p_user_id and n.withdrawn_at is null
    ) then 'no_consent'
    when (
      select count(*) from public.calls k where k.contact_id = p_contact_id and k.created_at > p_now - interval '24 hours'
    ) >= v_rule.max_calls_per_day then 'called_too_often'
  end;
end
$function$;
comment on function public.person_obstacle is
  'Why a person may not be called at p_now apart from the hour: no_calling_rule, opted_out, no_consent, called_too_often; null when they may. Called by preview_launch and explain_contact.';
revoke all on function public.person_obstacle from public;
alter function public.person_obstacle owner to app_definer;
--! EndIncluded compliance/public.person_obstacle.sql
--! Included compliance/public.obey_opt_outs.sql
-- Who waits to be called is cancelled with the opt-out, by whichever campaign. Calls that are being placed are stopped by the fence, which
-- reads the list in its own, later snapshot; items that the claim holds at this moment it finds refused or fenced.
create or replace function public.obey_opt_outs(p_user_id uuid, p_numbers text[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaigns uuid[];
  v_items integer;
begin
  with waiting as (
    select q.id
    from public.contacts t
    join public.call_queue q on q.contact_id = t.id and q.status = 'pending'
    where t.user_id = p_user_id and t.phone_number = any (p_numbers)
    order by q.id
    for no key update of q skip locked
  ),
  cancelled as (
    update public.call_queue q
    set status = 'cancelled', due = true, completed_at = p_now, error_message = 'opted_out'
    from waiting w
    where q.id = w.id
    returning q.campaign_id
  )
  select array_agg(distinct c.campaign_id) filter (where c.campaign_id is not null), count(*)::integer
  into v_campaigns, v_items
  from cancelled c;
  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
  return v_items;
end
$function$;
comment on function public.obey_opt_outs is
  'Cancels who waits to be called at numbers that have just been opted out; returns how many. Called by add_opt_outs and note_opt_outs_of_calls.';
revoke all on function public.obey_opt_outs from public;
alter function public.obey_opt_outs owner to app_definer;
--! EndIncluded compliance/public.obey_opt_outs.sql
--! Included compliance/public.note_opt_outs_of_calls.sql
-- "Do not call me again", heard in a call, is obeyed with the analysis of that call, whatever else it says. What the provider's analysis
-- calls do_not_call counts as well as the person's own words.
create or replace function public.note_opt_outs_of_calls(p_call_ids uuid[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_asked record;
  v_added integer := 0;
begin
  for v_asked in
    with asked as (
      select c.user_id, c.id, c.phone_number
      from public.calls c
      where c.id = any (p_call_ids)
        and c.phone_number ~ '^\+[1-9][0-9]{6,14}$'
        and (
          exists (
            select
            from regexp_split_to_table(left(c.transcript, 200000), E'\n') as t (turn)
            join public.opt_out_phrases p on t.turn ~* p.pattern
            where t.turn ilike 'user:%'
          )
          or exists (
            select
            from jsonb_each(case when jsonb_typeof(c.metadata -> 'extracted_data') = 'object' then c.metadata -> 'extracted_data' end) as e (category, results)
            where lower(coalesce(
              nullif(e.results #>> '{do_not_call,objective}', ''), e.results #>> '{do_not_call,subjective}'
            )) in ('true', 'yes')
          )
        )
    ),
    added as (
      insert into public.do_not_call (user_id, phone_number, reason, source, call_id, created_at)
      select distinct on (a.user_id, a.phone_number) a.user_id, a.phone_number, 'said so on the line', 'call', a.id, p_now
      from asked a
      order by a.user_id, a.phone_number, a.id
      on conflict (phone_number, user_id) do nothing
      returning user_id, phone_number
    )
    select a.user_id, array_agg(a.phone_number::text) as numbers from added a group by a.user_id order by a.user_id
  loop
    v_added := v_added + cardinality(v_asked.numbers);
    perform public.obey_opt_outs(v_asked.user_id, v_asked.numbers, p_now);
    insert into public.ui_events (user_id, topic) values (v_asked.user_id, 'contacts');
  end loop;
  return v_added;
end
$function$;
comment on function public.note_opt_outs_of_calls is
  'Puts numbers on the do-not-call list of the tenant whose person asked for it in one of the calls; returns how many are new. Called by analyse_calls.';
revoke all on function public.note_opt_outs_of_calls from public;
alter function public.note_opt_outs_of_calls owner to app_definer;
--! EndIncluded compliance/public.note_opt_outs_of_calls.sql
--! Included compliance/api.add_opt_outs.sql
create or replace function api.add_opt_outs(p_numbers text[], p_reason text default null, p_now timestamptz default now())
  returns table (added integer, already_listed integer, not_numbers text[], cancelled integer)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_numbers text[];
begin
  if coalesce(cardinality(p_numbers), 0) not between 1 and 10000 then
    raise sqlstate 'VC400' using
      message = 'numbers_missing',
      hint = 'Give 1 to 10,000 numbers at a time.';
  end if;
  v_numbers := array(
    select distinct public.normalise_phone(n.number)
    from unnest(p_numbers) as n (number)
    where public.normalise_phone(n.number) is not null
    order by 1
  );
  insert into public.do_not_call (user_id, phone_number, reason, source, created_at)
  select v_user_id, n.number, left(nullif(btrim(p_reason), ''), 255), case when cardinality(p_numbers) = 1 then 'manual' else 'import' end, p_now
  from unnest(v_numbers) as n (number)
  on conflict (phone_number, user_id) do nothing;
  get diagnostics added = row_count;
  already_listed := cardinality(v_numbers) - added;
  not_numbers := array(
    select distinct left(btrim(n.number), 50) from unnest(p_numbers) as n (number) where public.normalise_phone(n.number) is null limit 100
  );
  cancelled := public.obey_opt_outs(v_user_id, v_numbers, p_now);
  if added > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts');
  end if;
  return next;
end
$function$;
comment on function api.add_opt_outs is
  'Puts numbers on the tenant''s do-not-call list and cancels who waits to be called there. Returns one row: how many are new, how many were listed, what was no number (the first 100), how many calls were cancelled. Raises not_signed_in, numbers_missing.
@notNull added
@notNull already_listed
@notNull not_numbers
@notNull cancelled';
revoke all on function api.add_opt_outs from public;
grant execute on function api.add_opt_outs to app_user;
alter function api.add_opt_outs owner to app_definer;
--! EndIncluded compliance/api.add_opt_outs.sql
--! Included compliance/api.remove_opt_out.sql
-- Calling somebody again who has asked not to be called needs a reason that can be looked up later, and is written down.
create or replace function api.remove_opt_out(p_opt_out_id uuid, p_reason text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_reason text := public.require_reason(p_reason);
  v_number text;
begin
  delete from public.do_not_call d
  where d.id = p_opt_out_id and d.user_id = v_user_id
  returning d.phone_number into v_number;
  if v_number is null then
    raise sqlstate 'VC404' using
      message = 'opt_out_not_found',
      detail = format('opt-out %s', p_opt_out_id),
      hint = 'This number is not on the list any more.';
  end if;
  perform public.write_audit(
    'opt_out_removed', 'do_not_call', p_opt_out_id::text, v_user_id,
    jsonb_build_object('number_ends_with', right(v_number, 4), 'reason', v_reason), p_now
  );
  insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts');
end
$function$;
comment on function api.remove_opt_out is
  'Takes a number off the tenant''s do-not-call list, with a reason, audited. Raises not_signed_in, reason_missing, opt_out_not_found.';
revoke all on function api.remove_opt_out from public;
grant execute on function api.remove_opt_out to app_user;
alter function api.remove_opt_out owner to app_definer;
--! EndIncluded compliance/api.remove_opt_out.sql
--! Included compliance/api.opt_outs.sql
create or replace view api.opt_outs with (security_invoker = true) as
select d.id, d.phone_number, d.reason, d.source, d.call_id, d.created_at
from public.do_not_call d
where d.user_id = (select public.current_user_id());
comment on view api.opt_outs is 'One row per number on the tenant''s do-not-call list.';
comment on column api.opt_outs.id is 'The entry.';
comment on column api.opt_outs.phone_number is 'The number, E.164.';
comment on column api.opt_outs.reason is 'Why, in words; null when nobody has said.';
comment on column api.opt_outs.source is 'manual, import, call (said on the line) or platform.';
comment on column api.opt_outs.call_id is 'The call in which the person said so.';
comment on column api.opt_outs.created_at is 'Since when the number is not called.';
grant select on api.opt_outs to app_user, app_definer;
--! EndIncluded compliance/api.opt_outs.sql
--! Included compliance/api.list_opt_outs.sql
create or replace function api.list_opt_outs(
  p_search text default null,
  p_before timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.opt_outs
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select o.*
  from api.opt_outs o
  where (p_before is null or (o.created_at, o.id) < (p_before, p_before_id))
    and (p_search is null or strpos(o.phone_number, regexp_replace(p_search, '[^0-9]', '', 'g')) > 0)
  order by o.created_at desc, o.id desc
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_opt_outs is
  'A page of the tenant''s do-not-call list, newest first, by digits of the number; the next page begins after the last instant and id. Raises not_signed_in.';
revoke all on function api.list_opt_outs from public;
grant execute on function api.list_opt_outs to app_user;
--! EndIncluded compliance/api.list_opt_outs.sql
--! Included compliance/api.record_consents.sql
-- The people of a campaign who wait, of an import, or with a tag. Who has agreed already is left alone.
create or replace function api.record_consents(
  p_kind text,
  p_proof text,
  p_campaign_id uuid default null,
  p_import_id uuid default null,
  p_tag text default null,
  p_contact_id uuid default null,
  p_obtained_at timestamptz default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_recorded integer;
begin
  if num_nonnulls(p_campaign_id, p_import_id, p_tag, p_contact_id) <> 1 then
    raise sqlstate 'VC400' using
      message = 'people_not_named',
      hint = 'Say whose consent it is: of a campaign, an import, a tag or one person.';
  end if;
  if p_kind is null or p_kind not in ('express', 'written') then
    raise sqlstate 'VC400' using
      message = 'consent_kind_unknown',
      hint = 'Consent is express (said or clicked) or written (signed).';
  end if;
  if coalesce(length(btrim(p_proof)), 0) not between 3 and 500 then
    raise sqlstate 'VC400' using
      message = 'consent_proof_missing',
      hint = 'Say in 3 to 500 characters where it can be looked up that they agreed.';
  end if;
  if p_obtained_at > p_now then
    raise sqlstate 'VC400' using
      message = 'consent_in_the_future',
      hint = 'Consent cannot have been given in the future.';
  end if;

  insert into public.contact_consents (user_id, contact_id, kind, proof, obtained_at, recorded_at)
  select v_user_id, t.id, p_kind, btrim(p_proof), coalesce(p_obtained_at, p_now), p_now
  from public.contacts t
  where t.user_id = v_user_id
    and t.deleted_at is null
    and (p_contact_id is null or t.id = p_contact_id)
    and (p_import_id is null or t.import_id = p_import_id)
    and (p_tag is null or t.tags @> array[p_tag])
    and (p_campaign_id is null or t.id in (
      select q.contact_id from public.call_queue q where q.campaign_id = p_campaign_id and q.user_id = v_user_id and q.status = 'pending'
    ))
    and not exists (
      select from public.contact_consents n
      where n.contact_id = t.id and n.user_id = v_user_id and n.withdrawn_at is null and (n.kind = p_kind or n.kind = 'written')
    )
  order by t.id;
  get diagnostics v_recorded = row_count;
  if v_recorded > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts'), (v_user_id, 'campaigns');
  end if;
  return v_recorded;
end
$function$;
comment on function api.record_consents is
  'Writes down that people have agreed to be called, and returns for how many it was new. p_obtained_at null is now. Raises not_signed_in, people_not_named, consent_kind_unknown, consent_proof_missing, consent_in_the_future.
@notNull
@words p_kind contact_consents.kind';
revoke all on function api.record_consents from public;
grant execute on function api.record_consents to app_user;
alter function api.record_consents owner to app_definer;
--! EndIncluded compliance/api.record_consents.sql
--! Included compliance/api.withdraw_consent.sql
create or replace function api.withdraw_consent(p_contact_id uuid, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_withdrawn integer;
begin
  update public.contact_consents n
  set withdrawn_at = p_now
  where n.contact_id = p_contact_id and n.user_id = v_user_id and n.withdrawn_at is null;
  get diagnostics v_withdrawn = row_count;
  if v_withdrawn > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts');
  end if;
  return v_withdrawn;
end
$function$;
comment on function api.withdraw_consent is
  'Notes that a person has taken back what they agreed to; returns how many consents that were. Claim and fence look at it with the next call. Raises not_signed_in.
@notNull';
revoke all on function api.withdraw_consent from public;
grant execute on function api.withdraw_consent to app_user;
alter function api.withdraw_consent owner to app_definer;
--! EndIncluded compliance/api.withdraw_consent.sql
--! Included compliance/api.preview_launch.sql
-- Before people are called: how many of them will be, and why not the others. What the claim would find out one by one.
create or replace function api.preview_launch(p_campaign_id uuid, p_now timestamptz default now())
  returns table (key text, people integer, sentence text, until timestamptz)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns;
begin
  select c.* into v_campaign from public.call_campaigns c where c.id = p_campaign_id and c.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return query
  with lanes as materialized (
    select l.id, l.zone_key, w.opens_at
    from public.dispatch_lanes l
    cross join lateral public.legal_window(v_campaign, l.zone_key, p_now) w
    where l.campaign_id = p_campaign_id
  ),
  people as materialized (
    select
      coalesce(
        case when q.status = 'cancelled' then q.error_message end,
        public.person_obstacle(v_user_id, q.contact_id, q.phone_number, l.zone_key, p_now),
        case when l.opens_at is null then 'never_allowed' when l.opens_at > p_now then 'later' else 'callable' end
      ) as key,
      l.opens_at
    from public.call_queue q
    join lanes l on l.id = q.lane_id
    where q.campaign_id = p_campaign_id
      and (q.status = 'pending' or (q.status = 'cancelled' and q.error_message = 'no_calling_rule'))
  ),
  counted as (
    select p.key, count(*)::integer as people, min(p.opens_at) filter (where p.key = 'later') as until
    from people p
    group by p.key
  )
  select c.key, c.people, w.sentence, c.until
  from counted c
  join (
    values
      (1, 'callable', 'can be called now'),
      (2, 'later', 'can be called later: it is outside the calling hours where they live'),
      (3, 'no_consent', 'will be skipped: they have not agreed to be called, which is asked for where they live'),
      (4, 'opted_out', 'will be skipped: they asked not to be called'),
      (5, 'called_too_often', 'wait until tomorrow: they were called as often as is allowed where they live'),
      (6, 'never_allowed', 'will never be called: the hours of the campaign are not allowed where they live'),
      (7, 'no_calling_rule', 'will be skipped: nobody knows where the number rings')
  ) as w (place, key, sentence) on w.key = c.key
  order by w.place;
end
$function$;
comment on function api.preview_launch is
  'How many people of a campaign can be called now or later and how many will be skipped, by reason: key, people, what is so as the end of a sentence, and from when for later. Raises not_signed_in, campaign_not_found.
@notNull key
@notNull people
@notNull sentence';
revoke all on function api.preview_launch from public;
grant execute on function api.preview_launch to app_user;
alter function api.preview_launch owner to app_definer;
--! EndIncluded compliance/api.preview_launch.sql
--! Included compliance/api.explain_contact.sql
-- "Why was this person called, and why not?" All that has to do with calling one person, newest first; first of all what is so now.
create or replace function api.explain_contact(p_contact_id uuid, p_now timestamptz default now())
  returns table (at timestamptz, key text, sentence text, call_id uuid)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_key text;
  v_rule public.calling_rules;
  v_obstacle text;
  v_opens_at timestamptz;
begin
  select t.* into v_contact from public.contacts t where t.id = p_contact_id and t.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  v_key := public.rule_key_of(v_contact.phone_number);
  v_rule := public.rule_of(v_key, p_now);
  v_obstacle := public.person_obstacle(v_user_id, p_contact_id, v_contact.phone_number, v_key, p_now);
  select w.opens_at into v_opens_at from public.legal_window(null, v_key, p_now) w;
  return query
  select
    p_now,
    coalesce(v_obstacle, case when v_opens_at <= p_now then 'may_be_called' else 'outside_hours' end),
    case
      when v_obstacle = 'no_calling_rule' then 'Is not called: nobody knows where this number rings.'
      when v_obstacle = 'opted_out' then 'Is not called: asked not to be.'
      when v_obstacle = 'no_consent' then format('Is not called: consent is asked for in %s, and none is recorded.', split_part(v_key, ' ', 1))
      when v_obstacle = 'called_too_often' then format('Is not called before tomorrow: %s within 24 hours are allowed in %s.', public.counted(v_rule.max_calls_per_day::bigint, 'call', 'calls'), split_part(v_key, ' ', 1))
      when v_opens_at <= p_now then 'May be called now.'
      else 'May be called when the calling hours begin where they live.'
    end,
    null::uuid;
  return query
  select e.at, e.key, e.sentence, e.call_id
  from (
    select k.created_at as at, 'called' as key, format('Called: %s.', k.status) as sentence, k.id as call_id
    from public.calls k
    where k.contact_id = p_contact_id and k.lead_type = 'outbound'
    union all
    select a.closed_at, 'not_called', format('Not called: %s.', replace(coalesce(a.error_message, a.state), '_', ' ')), null::uuid
    from public.call_attempts a
    join public.call_queue q on q.id = a.queue_id
    where q.contact_id = p_contact_id and a.state in ('void', 'rejected')
    union all
    select coalesce(q.completed_at, q.updated_at), 'not_called', format('Not called by %s: %s.', coalesce(c.name, 'a direct call'), replace(q.error_message, '_', ' ')), null::uuid
    from public.call_queue q
    left join public.call_campaigns c on c.id = q.campaign_id
    where q.contact_id = p_contact_id and q.call_id is null and q.error_message is not null
    union all
    select d.created_at, 'opted_out', format('Opted out (%s).', coalesce(d.reason, d.source)), d.call_id
    from public.do_not_call d
    where d.phone_number = v_contact.phone_number and d.user_id = v_user_id
    union all
    select n.obtained_at, 'agreed', format('Agreed to be called, %s: %s', n.kind, n.proof), null::uuid
    from public.contact_consents n
    where n.contact_id = p_contact_id
    union all
    select n.withdrawn_at, 'withdrew', 'Took the consent back.', null::uuid
    from public.contact_consents n
    where n.contact_id = p_contact_id and n.withdrawn_at is not null
  ) e
  where e.at is not null
  order by e.at desc
  limit 200;
end
$function$;
comment on function api.explain_contact is
  'Whether a person may be called now and why not, then what has happened to them, newest first: instant, key, a sentence, the call where there was one. Raises not_signed_in, contact_not_found.
@notNull at
@notNull key
@notNull sentence';
revoke all on function api.explain_contact from public;
grant execute on function api.explain_contact to app_user;
alter function api.explain_contact owner to app_definer;
--! EndIncluded compliance/api.explain_contact.sql
--! Included compliance/api.calling_rules.sql
create or replace view api.calling_rules with (security_invoker = true) as
select distinct on (r.jurisdiction)
  r.jurisdiction, r.valid_from, r.weekdays, r.local_start, r.local_end, r.consent, r.max_calls_per_day, r.source, r.checked_on
from public.calling_rules r
where r.valid_from <= current_date
order by r.jurisdiction, r.valid_from desc;
comment on view api.calling_rules is 'One row per jurisdiction: the rule that holds today.';
comment on column api.calling_rules.jurisdiction is 'Country, or country and state; * for all without a row, XF for numbers that are reserved for fiction.';
comment on column api.calling_rules.valid_from is 'First day of the rule.';
comment on column api.calling_rules.weekdays is 'Days on which calling is allowed: 1 Monday to 7 Sunday.';
comment on column api.calling_rules.local_start is 'Begin of the hours, local to the person.';
comment on column api.calling_rules.local_end is 'End of the hours, local to the person.';
comment on column api.calling_rules.consent is 'none, express or written.';
comment on column api.calling_rules.max_calls_per_day is 'Calls to one number within 24 hours; null: no limit.';
comment on column api.calling_rules.source is 'Where it was read.';
comment on column api.calling_rules.checked_on is 'When it was last looked at.';
grant select on api.calling_rules to app_user, app_definer;
--! EndIncluded compliance/api.calling_rules.sql
--! Included compliance/api.list_calling_rules.sql
create or replace function api.list_calling_rules()
  returns setof api.calling_rules
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select r.* from api.calling_rules r order by r.jurisdiction;
end
$function$;
comment on function api.list_calling_rules is
  'The calling rules that hold today. Raises not_signed_in.';
revoke all on function api.list_calling_rules from public;
grant execute on function api.list_calling_rules to app_user;
--! EndIncluded compliance/api.list_calling_rules.sql
--! Included compliance/api.set_calling_rule.sql
-- A rule that changes shuts its lanes in the same instant: they are computed anew by the claim, which turns what is due, and until then
-- nobody is called. A failed look-up is a no.
create or replace function api.set_calling_rule(
  p_jurisdiction text,
  p_weekdays integer[],
  p_local_start time,
  p_local_end time,
  p_consent text,
  p_source text,
  p_reason text,
  p_max_calls_per_day integer default null,
  p_now timestamptz default now()
)
  returns api.calling_rules
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_today date := (p_now at time zone 'UTC')::date;
  v_rule api.calling_rules;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  if p_jurisdiction is null or p_jurisdiction !~ '^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$'
    or p_weekdays is null or p_weekdays = '{}' or not (p_weekdays <@ array[1, 2, 3, 4, 5, 6, 7])
    or p_consent is null or p_consent not in ('none', 'express', 'written')
    or p_max_calls_per_day < 1
    or coalesce(length(btrim(p_source)), 0) not between 3 and 255 then
    raise sqlstate 'VC400' using
      message = 'calling_rule_invalid',
      detail = left(format('%s, days %s, consent %s, at most %s', p_jurisdiction, p_weekdays, p_consent, p_max_calls_per_day), 200),
      hint = 'A rule needs a country (US, US-FL or *), days from 1 to 7, hours, the consent it asks for and where it was read.';
  end if;
  insert into public.calling_rules as r (
    jurisdiction, valid_from, weekdays, local_start, local_end, consent, max_calls_per_day, source, checked_on
  )
  values (
    p_jurisdiction, v_today, array(select distinct d from unnest(p_weekdays) as d order by d), p_local_start, p_local_end, p_consent,
    p_max_calls_per_day, btrim(p_source), v_today
  )
  on conflict (jurisdiction, valid_from) do update
  set (weekdays, local_start, local_end, consent, max_calls_per_day, source, checked_on)
    = row (excluded.weekdays, excluded.local_start, excluded.local_end, excluded.consent, excluded.max_calls_per_day, excluded.source, excluded.checked_on);
  update public.dispatch_lanes l
  set open = false, opens_at = p_now, closes_at = p_now
  where l.id in (
    select x.id
    from public.dispatch_lanes x
    where x.opens_at is not null
      and (p_jurisdiction = '*' or x.zone_key like p_jurisdiction || ' %' or x.zone_key like p_jurisdiction || '-%')
    order by x.id
    for no key update
  );
  perform public.write_audit(
    'calling_rule_changed', 'calling_rule', p_jurisdiction, null,
    jsonb_build_object(
      'hours', p_local_start || ' to ' || p_local_end, 'weekdays', p_weekdays, 'consent', p_consent, 'max_calls_per_day', p_max_calls_per_day,
      'source', btrim(p_source), 'reason', v_reason
    ), p_now
  );
  select r.* into v_rule from api.calling_rules r where r.jurisdiction = p_jurisdiction;
  perform pg_notify('dispatch', '');
  return v_rule;
end
$function$;
comment on function api.set_calling_rule is
  'Sets the rule of a jurisdiction from today on and returns it; lanes under it are computed anew. Raises not_signed_in, super_admin_only, reason_missing, calling_rule_invalid.
@words p_consent calling_rules.consent';
revoke all on function api.set_calling_rule from public;
grant execute on function api.set_calling_rule to app_user;
alter function api.set_calling_rule owner to app_definer;
--! EndIncluded compliance/api.set_calling_rule.sql
drop function if exists public.ensure_lane(uuid, text, uuid);
drop function if exists public.ensure_lane(uuid, text, uuid, text);
--! Included dialing/public.ensure_lane.sql
-- The lane of a tenant's direct calls or of one of its campaigns for people under one law, made on first use. A campaign's lanes are
-- opened by its launch, or by whoever adds people later; direct ones as soon as the law allows.
create or replace function public.ensure_lane(
  p_user_id uuid,
  p_call_type text,
  p_campaign_id uuid,
  p_rule_key text,
  p_now timestamptz default now()
)
  returns bigint
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lane_id bigint;
begin
  insert into public.dispatch_lanes (user_id, call_type, campaign_id, zone_key)
  values (p_user_id, p_call_type, p_campaign_id, p_rule_key)
  on conflict (user_id, call_type, campaign_id, zone_key) do nothing
  returning id into v_lane_id;

  if v_lane_id is null then
    select l.id
    into strict v_lane_id
    from public.dispatch_lanes l
    where l.user_id = p_user_id
      and l.call_type = p_call_type
      and l.campaign_id is not distinct from p_campaign_id
      and l.zone_key = p_rule_key;
  elsif p_call_type = 'direct' then
    perform public.set_lane_windows(array[v_lane_id], p_now);
  end if;
  return v_lane_id;
end
$function$;
comment on function public.ensure_lane is
  'The id of a tenant''s lane for direct calls or for a campaign and a rule key; makes it when it is missing. Called by everything that queues people.';
revoke all on function public.ensure_lane from public;
alter function public.ensure_lane owner to app_definer;
--! EndIncluded dialing/public.ensure_lane.sql
--! Included dialing/public.set_lane_windows.sql
-- Recomputes the calling window of lanes, opens or shuts them, and notes what else the law asks of their people, so that the claim has
-- nothing to look up but a person's own consent. The caller has locked the lanes.
--
-- Sets ready: a waker that meets this uncommitted update skips its own flag. At worst the claimer parks again.
create or replace function public.set_lane_windows(p_lane_ids bigint[], p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_open bigint[];
begin
  with changed as (
    update public.dispatch_lanes l
    set opens_at = case when w.runs then w.opens_at end,
        closes_at = case when w.runs then w.closes_at end,
        open = w.runs and w.is_active and w.opens_at <= p_now,
        needs_consent = w.consent <> 'none',
        max_calls_per_day = w.max_calls_per_day,
        ready = true
    from (
      select
        x.id,
        (c.id is null or c.status in ('active', 'scheduled')) and n.opens_at is not null as runs,
        c.id is null or c.status = 'active' as is_active,
        n.opens_at,
        n.closes_at,
        coalesce((r.rule).consent, 'written') as consent,
        (r.rule).max_calls_per_day
      from public.dispatch_lanes x
      left join public.call_campaigns c on c.id = x.campaign_id
      cross join lateral (select public.rule_of(x.zone_key, p_now) as rule) r
      cross join lateral public.legal_window(c, x.zone_key, p_now) n
      where x.id = any (p_lane_ids)
    ) w
    where l.id = w.id
    returning l.id, l.open
  )
  select array_agg(x.id) filter (where x.open)
  into v_open
  from changed x;

  if v_open is not null then
    perform public.wake_lanes(v_open);
  end if;
end
$function$;
comment on function public.set_lane_windows is
  'Recomputes the calling window of lanes, from campaign and law, and opens or shuts them. Called by every change of a campaign''s status, hours, zone or dates and by turn_lanes; costs the lanes, not the people who wait in them.';
revoke all on function public.set_lane_windows from public;
alter function public.set_lane_windows owner to app_definer;
--! EndIncluded dialing/public.set_lane_windows.sql
--! Included dialing/public.next_allowed.sql
-- When an item of this lane may be dialed at the earliest, not before an instant: for retries and callbacks.
create or replace function public.next_allowed(p_lane_id bigint, p_not_before timestamptz)
  returns timestamptz
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_opens_at timestamptz;
begin
  select n.opens_at
  into v_opens_at
  from public.dispatch_lanes l
  left join public.call_campaigns c on c.id = l.campaign_id
  cross join lateral public.legal_window(c, l.zone_key, p_not_before) n
  where l.id = p_lane_id;
  return greatest(p_not_before, v_opens_at);
end
$function$;
comment on function public.next_allowed is
  'The first instant inside the calling hours of a lane that is not before p_not_before; that instant itself when no hour is left.';
revoke all on function public.next_allowed from public;
alter function public.next_allowed owner to app_definer;
--! EndIncluded dialing/public.next_allowed.sql
--! Included dialing/public.pick_queue_items.sql
-- Chooses the items: inside a tenant direct calls first, then priority, then who was scheduled first; over the
-- tenants the first of each before the second of any, where a tenant of weight 3 has three firsts. Then looks at each
-- person, all at once, so that no slot is wasted on somebody who may not be called.
--
-- The items are locked where they are found, so nothing is looked up twice; those that somebody else holds are
-- skipped, and those that are locked and not chosen are free again at the end of the claim.
-- A failed look-up means no. Two picks of one number of one tenant (two campaigns) cannot both go.
create or replace function public.pick_queue_items(
  p_tenants public.claim_tenants,
  p_want integer,
  p_now timestamptz
)
  returns public.claim_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shares integer := (select sum(w.weight)::integer from unnest(p_tenants.weights) as w (weight));
  v_share integer := (p_want + v_shares - 1) / v_shares;
  -- What the fence would refuse for want of time is not taken: it would only burn the create rate.
  v_latest_end timestamptz := p_now + public.setting('dial.http_timeout_ms') * interval '1 millisecond';
  v_result public.claim_items;
begin
  with candidates as (
    select t.user_id, t.turn, t.weight, k.*
    from unnest(p_tenants.user_ids, p_tenants.rooms, p_tenants.weights) with ordinality as t (user_id, room, weight, turn)
    cross join lateral (
      select
        l.call_type = 'direct' as is_direct,
        i.id,
        i.phone_number,
        i.agent_id,
        i.contact_id,
        l.needs_consent,
        l.max_calls_per_day,
        row_number() over (
          order by l.call_type = 'direct' desc, i.priority desc, i.scheduled_for nulls first, i.created_at, i.id
        ) as place
      from public.dispatch_lanes l
      cross join lateral (
        select q.id, q.priority, q.scheduled_for, q.created_at, q.phone_number, q.agent_id, q.contact_id
        from public.call_queue q
        where q.lane_id = l.id and q.status = 'pending' and q.due
        order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
        limit least(t.room, v_share * t.weight)
        for no key update skip locked
      ) i
      where l.user_id = t.user_id and l.ready and l.open and l.closes_at > v_latest_end
      order by place
      limit least(t.room, v_share * t.weight)
    ) k
  ),
  chosen as materialized (
    select
      c.*,
      row_number() over (order by c.is_direct desc, (c.place - 1) / c.weight, c.turn, c.place) as rank
    from candidates c
    order by rank
    limit p_want
  ),
  -- Looked up once for the tenants of this claim, not once for each item.
  able_agents as materialized (
    select g.id
    from public.agents g
    where g.user_id = any (p_tenants.user_ids) and g.is_active and g.agent_type = 'call'
  ),
  busy_numbers as materialized (
    select a.user_id, a.phone_number
    from public.active_calls a
    where a.user_id = any (p_tenants.user_ids)
  ),
  first_of_number as materialized (
    select min(c.rank) as rank
    from chosen c
    group by c.user_id, c.phone_number
  ),
  judged as materialized (
    select
      c.id,
      c.user_id,
      c.turn,
      c.rank,
      case
        when (
          select true
          from public.do_not_call d
          where d.phone_number = c.phone_number and (d.user_id = c.user_id or d.user_id is null)
          limit 1
        ) then 'opted_out'
        when c.needs_consent and (
          select true
          from public.contact_consents n
          where n.contact_id = c.contact_id and n.user_id = c.user_id and n.withdrawn_at is null
          limit 1
        ) is null then 'no_consent'
        when c.max_calls_per_day is not null and (
          select count(*)
          from public.calls k
          where k.contact_id = c.contact_id and k.created_at > p_now - interval '24 hours'
        ) >= c.max_calls_per_day then 'called_too_often'
        when c.agent_id not in (select g.id from able_agents g) then 'agent_off'
        when (c.user_id, c.phone_number) in (select b.user_id, b.phone_number from busy_numbers b)
          or c.rank not in (select f.rank from first_of_number f)
          then 'number_busy'
      end as refusal
    from chosen c
  )
  select
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.turn::integer order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.refusal order by j.rank) filter (where j.refusal is not null), '{}')
  into
    v_result.ids, v_result.user_ids, v_result.turns,
    v_result.refused_ids, v_result.refused_user_ids, v_result.refusals
  from judged j;
  return v_result;
end
$function$;
comment on function public.pick_queue_items is
  'Locks the queue items to dial next for the tenants given and returns them in dialing order, and those of them that may not be called with the reason: opted_out, no_consent, called_too_often, agent_off, number_busy. Called by the claim.';
revoke all on function public.pick_queue_items from public;
alter function public.pick_queue_items owner to app_definer;
--! EndIncluded dialing/public.pick_queue_items.sql
--! Included dialing/public.refuse_queue_items.sql
-- What may not be called leaves the claim's index at once: a refusal that changed nothing would be picked again
-- for ever. Opted out and without consent are final; a busy number or a switched-off agent is tried again soon, who was called as often as
-- the law allows in an hour.
create or replace function public.refuse_queue_items(p_picked public.claim_items, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_later timestamptz := p_now + public.setting('dial.busy_number_defer_seconds') * interval '1 second';
  v_campaigns uuid[];
  v_free uuid[];
begin
  -- The claimer waits for nobody: a person whose campaign is busy is looked at again by the next claim.
  v_free := array(
    select c.id
    from public.call_campaigns c
    where c.id in (select q.campaign_id from public.call_queue q where q.id = any (p_picked.refused_ids))
    order by c.id
    for no key update skip locked
  );

  with changed as (
    update public.call_queue q
    set status = case when l.is_final then 'cancelled' else 'pending' end,
        completed_at = case when l.is_final then p_now end,
        error_message = l.refusal,
        due = l.is_final,
        scheduled_for = case
          when l.is_final then q.scheduled_for
          when l.refusal = 'called_too_often' then p_now + interval '1 hour'
          else v_later
        end
    from (
      select r.id, r.refusal, r.refusal in ('opted_out', 'no_consent') as is_final
      from unnest(p_picked.refused_ids, p_picked.refusals) as r (id, refusal)
    ) l
    where q.id = l.id
      and (not l.is_final or q.campaign_id is null or q.campaign_id = any (v_free))
    returning q.campaign_id, q.status
  )
  select array_agg(distinct c.campaign_id)
  into v_campaigns
  from changed c
  where c.status = 'cancelled' and c.campaign_id is not null;

  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
end
$function$;
comment on function public.refuse_queue_items is
  'Cancels picked items whose number is opted out or whose person has not agreed, and defers those whose number is on a call or was called too often or whose agent is off. Called by the claim.';
revoke all on function public.refuse_queue_items from public;
alter function public.refuse_queue_items owner to app_definer;
--! EndIncluded dialing/public.refuse_queue_items.sql
--! Included dialing/public.fence_refusal.sql
-- Why an attempt may not be sent now, null when it may. The margins make the answer fit into the lease, and the
-- whole request into the calling hours.
create or replace function public.fence_refusal(p_attempt public.call_attempts, p_now timestamptz)
  returns text
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_refusal text;
  v_margin interval := public.setting('dial.fence_margin_ms') * interval '1 millisecond';
  v_timeout interval := public.setting('dial.http_timeout_ms') * interval '1 millisecond';
begin
  if p_attempt.lease_deadline - p_now < v_margin then
    return 'lease_too_short';
  end if;

  select
    case
      when not u.is_active then 'account_inactive'
      when not g.is_active then 'agent_off'
      when exists (
        select from public.do_not_call d
        where d.phone_number = p_attempt.phone_number and (d.user_id = p_attempt.user_id or d.user_id is null)
      ) then 'opted_out'
      when l.zone_key is distinct from public.rule_key_of(p_attempt.phone_number) then 'no_calling_rule'
      when l.needs_consent and not exists (
        select from public.contact_consents n
        where n.contact_id = q.contact_id and n.user_id = q.user_id and n.withdrawn_at is null
      ) then 'no_consent'
      when q.campaign_id is not null and c.status <> 'active' then 'campaign_not_active'
      when not l.open or l.closes_at <= p_now + v_timeout then 'outside_hours'
    end
  into strict v_refusal
  from public.call_queue q
  join public.users u on u.id = q.user_id
  join public.agents g on g.id = q.agent_id
  join public.dispatch_lanes l on l.id = q.lane_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = p_attempt.queue_id;
  return v_refusal;
end
$function$;
comment on function public.fence_refusal is
  'The reason why an attempt may not be sent at p_now, null when it may: lease_too_short, account_inactive, agent_off, opted_out, no_calling_rule, no_consent, campaign_not_active, outside_hours.';
revoke all on function public.fence_refusal from public;
alter function public.fence_refusal owner to app_definer;
--! EndIncluded dialing/public.fence_refusal.sql
--! Included dialing/public.fence_attempt.sql
-- The last word before the wire. A row comes back exactly when this worker, and nobody else, may now send this
-- one request, once: the attempt is sending from here on and can never be sent again.
--
-- Each statement sees what has committed before it, so a pause, an opt-out or a shut lane that was committed
-- before the fence began stops the call, even if the claim had not seen it. What may not be sent becomes void
-- and its person waits again, or is cancelled.
create or replace function public.fence_attempt(
  p_attempt_id uuid,
  p_worker_id uuid,
  p_now timestamptz default now()
)
  returns table (
    ms_left integer,
    bolna_agent_id text,
    recipient_phone_number text,
    from_phone_number text,
    user_data jsonb
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_attempt public.call_attempts;
  v_refusal text;
  v_http_timeout integer := public.setting('dial.http_timeout_ms');
begin
  select a.*
  into v_attempt
  from public.call_attempts a
  where a.id = p_attempt_id
    and a.state = 'intent'
    and a.owner = p_worker_id
  for no key update;
  if not found then
    return;
  end if;

  v_refusal := public.fence_refusal(v_attempt, p_now);
  if v_refusal is not null then
    perform public.end_attempts(
      array[p_attempt_id], 'void', case when v_refusal in ('opted_out', 'no_calling_rule', 'no_consent') then 'cancel' else 'requeue' end,
      v_refusal, p_now => p_now
    );
    return;
  end if;

  update public.call_attempts a
  set state = 'sending', sent_at = p_now
  where a.id = p_attempt_id and a.user_id = v_attempt.user_id;

  return query
  select
    (extract(epoch from v_attempt.lease_deadline - p_now) * 1000)::integer - v_http_timeout,
    g.bolna_agent_id::text,
    v_attempt.phone_number::text,
    null::text,
    jsonb_strip_nulls(jsonb_build_object(
      'callgres_attempt_id', v_attempt.id,
      'name', q.contact_name,
      'company', t.company,
      'context', t.business_context,
      'goal', c.next_action,
      'timezone', case when c.id is null then public.get_user_timezone(q.user_id) else public.campaign_timezone(c) end
    ))
  from public.call_queue q
  join public.agents g on g.id = q.agent_id
  join public.contacts t on t.id = q.contact_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = v_attempt.queue_id;
end
$function$;
comment on function public.fence_attempt is
  'Moves an attempt of this worker from intent to sending and returns what to send and the milliseconds within which the request must have been handed to the socket; no row when it may not be sent (not its attempt, lease too short, paused, opted out, outside hours, switched off).';
revoke all on function public.fence_attempt from public;
grant execute on function public.fence_attempt to app_worker;
alter function public.fence_attempt owner to app_definer;
--! EndIncluded dialing/public.fence_attempt.sql
drop function if exists public.refuse_direct_call(public.contacts, uuid);
--! Included dialing/public.refuse_direct_call.sql
-- What can be known before a person is queued is said before.
create or replace function public.refuse_direct_call(p_contact public.contacts, p_agent_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_on boolean;
begin
  select a.is_active
  into v_agent_on
  from public.agents a
  where a.id = p_agent_id and a.user_id = p_contact.user_id and a.agent_type = 'call';
  if not found then
    raise sqlstate 'VC404' using
      message = 'agent_not_found',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent no longer exists or does not make calls; choose another one.';
  end if;
  if not v_agent_on then
    raise sqlstate 'VC409' using
      message = 'agent_off',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent is switched off; switch it on or choose another one.';
  end if;
  if exists (
    select from public.do_not_call d
    where d.phone_number = p_contact.phone_number and (d.user_id = p_contact.user_id or d.user_id is null)
  ) then
    raise sqlstate 'VC409' using
      message = 'contact_opted_out',
      detail = format('contact %s', p_contact.id),
      hint = 'This person has asked not to be called.';
  end if;
  perform public.refuse_unlawful_call(p_contact, p_now);
  if (select u.credits from public.users u where u.id = p_contact.user_id) - public.my_held_credits()
    < public.hold_for_call(p_contact.user_id) then
    raise sqlstate 'VC402' using
      message = 'not_enough_credits',
      hint = 'There are not enough free credits for a call; add credits first.';
  end if;
end
$function$;
comment on function public.refuse_direct_call is
  'Raises agent_not_found, agent_off, contact_opted_out, what refuse_unlawful_call raises, or not_enough_credits when a direct call cannot be made. Called by api.request_direct_call.';
revoke all on function public.refuse_direct_call from public;
alter function public.refuse_direct_call owner to app_definer;
--! EndIncluded dialing/public.refuse_direct_call.sql
--! Included dialing/api.request_direct_call.sql
-- Queues one person to be called next, before all campaigns. Asking again while they wait or are being called gives
-- the same item back.
create or replace function api.request_direct_call(
  p_contact_id uuid,
  p_agent_id uuid,
  p_now timestamptz default now()
)
  returns api.queue_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_lane_id bigint;
  v_contact public.contacts;
  v_id uuid;
  v_item api.queue_items;
begin
  -- The contact's row lock makes two clicks one call.
  select t.*
  into v_contact
  from public.contacts t
  where t.id = p_contact_id and t.user_id = v_user_id and t.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.refuse_direct_call(v_contact, p_agent_id, p_now);

  select q.id
  into v_id
  from public.call_queue q
  where q.contact_id = p_contact_id and q.call_type = 'direct' and q.status in ('pending', 'processing');
  if v_id is null then
    v_lane_id := public.ensure_lane(v_user_id, 'direct', null, public.rule_key_of(v_contact.phone_number), p_now);
    insert into public.call_queue (
      user_id, contact_id, agent_id, phone_number, contact_name, call_type, lane_id, created_at
    )
    values (
      v_user_id, p_contact_id, p_agent_id, v_contact.phone_number, v_contact.name, 'direct',
      v_lane_id, p_now
    )
    returning id into v_id;
    perform pg_notify('dispatch', '');
  end if;
  select q.* into v_item from api.queue_items q where q.id = v_id;
  return v_item;
end
$function$;
comment on function api.request_direct_call is
  'Queues a contact to be called next by an agent and returns the item; while one waits or runs, that one. Raises not_signed_in, contact_not_found, agent_not_found, agent_off, contact_opted_out, no_calling_rule, contact_has_not_agreed, called_too_often, outside_calling_hours, not_enough_credits.';
revoke all on function api.request_direct_call from public;
grant execute on function api.request_direct_call to app_user;
alter function api.request_direct_call owner to app_definer;
--! EndIncluded dialing/api.request_direct_call.sql
--! Included campaigns/api.create_campaign.sql
create or replace function api.create_campaign(
  p_name text,
  p_agent_id uuid,
  p_next_action text,
  p_first_call_time time,
  p_last_call_time time,
  p_start_date date,
  p_end_date date default null,
  p_description text default null,
  p_campaign_timezone text default null,
  p_max_retries integer default 0,
  p_retry_interval_minutes integer default 60
)
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
  v_campaign api.campaigns;
begin
  if coalesce(btrim(p_name), '') = '' or length(p_name) > 255 then
    raise sqlstate 'VC400' using
      message = 'campaign_name_missing',
      hint = 'Give the campaign a name of at most 255 characters.';
  end if;
  if not exists (
    select from public.agents a
    where a.id = p_agent_id and a.user_id = v_user_id and a.agent_type = 'call'
  ) then
    raise sqlstate 'VC404' using
      message = 'agent_not_found',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent no longer exists or does not make calls; choose another one.';
  end if;
  if p_campaign_timezone is not null
    and not exists (select from public.time_zones z where z.name = p_campaign_timezone) then
    raise sqlstate 'VC400' using
      message = 'timezone_unknown',
      detail = left(p_campaign_timezone, 100),
      hint = 'Choose a time zone from the list, such as Europe/London.';
  end if;
  if p_end_date < p_start_date then
    raise sqlstate 'VC400' using
      message = 'campaign_ends_before_start',
      hint = 'The last day must not be before the first day.';
  end if;

  insert into public.call_campaigns (
    user_id, agent_id, name, description, next_action, first_call_time, last_call_time, start_date, end_date,
    campaign_timezone, use_custom_timezone, max_retries, retry_interval_minutes
  )
  values (
    v_user_id, p_agent_id, btrim(p_name), p_description, p_next_action, p_first_call_time, p_last_call_time,
    p_start_date, p_end_date, p_campaign_timezone, p_campaign_timezone is not null, p_max_retries,
    p_retry_interval_minutes
  )
  returning id into v_id;
  select c.* into v_campaign from api.campaigns c where c.id = v_id;
  return v_campaign;
end
$function$;
comment on function api.create_campaign is
  'Makes a campaign as a draft without people. Hours are local to the campaign''s zone (the tenant''s when none is given) and may cross midnight. Raises not_signed_in, campaign_name_missing, agent_not_found, timezone_unknown, campaign_ends_before_start.';
revoke all on function api.create_campaign from public;
grant execute on function api.create_campaign to app_user;
alter function api.create_campaign owner to app_definer;
--! EndIncluded campaigns/api.create_campaign.sql
--! Included campaigns/api.add_campaign_contacts.sql
-- Queues the people that a filter finds, each once: whoever waits, runs or has been dealt with in this campaign is
-- left alone. They wait in the campaign's lanes, one for each law that they are under, so launching costs nothing for them. Whose number
-- is in no numbering plan is written down as cancelled: the list says why nobody calls them.
create or replace function api.add_campaign_contacts(
  p_campaign_id uuid,
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, v_user_id);
  v_added integer;
begin
  if v_campaign.status in ('completed', 'cancelled') then
    raise sqlstate 'VC409' using
      message = 'campaign_is_over',
      detail = format('campaign %s is %s', p_campaign_id, v_campaign.status),
      hint = 'This campaign is over; make a new one for further people.';
  end if;

  with found as materialized (
    select t.id, t.phone_number, t.name, public.rule_key_of(t.phone_number) as rule_key
    from public.contacts t
    where t.id in (select public.find_contact_ids(v_user_id, p_search, p_tag, p_import_id))
      and not exists (
        select from public.call_queue q where q.campaign_id = p_campaign_id and q.contact_id = t.id
      )
  ),
  lanes as materialized (
    select k.rule_key, public.ensure_lane(v_user_id, 'campaign', p_campaign_id, k.rule_key) as id
    from (select distinct coalesce(f.rule_key, '') as rule_key from found f) k
    order by k.rule_key
  )
  insert into public.call_queue (
    user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, max_retries, lane_id, created_at, status, completed_at, error_message
  )
  select v_user_id, p_campaign_id, f.id, v_campaign.agent_id, f.phone_number, f.name, v_campaign.max_retries, l.id, p_now,
    case when f.rule_key is null then 'cancelled' else 'pending' end,
    case when f.rule_key is null then p_now end,
    case when f.rule_key is null then 'no_calling_rule' end
  from found f
  join lanes l on l.rule_key = coalesce(f.rule_key, '')
  order by f.name, f.id;
  get diagnostics v_added = row_count;
  update public.call_campaigns c
  set total_contacts = c.total_contacts + v_added
  where c.id = p_campaign_id;
  if v_campaign.status in ('active', 'scheduled') then
    perform public.set_lane_windows(
      array(select l.id from public.dispatch_lanes l where l.campaign_id = p_campaign_id order by l.id for no key update), p_now
    );
    perform pg_notify('dispatch', '');
  end if;
  return v_added;
end
$function$;
comment on function api.add_campaign_contacts is
  'Queues the contacts that a filter finds (all without one) and returns how many were new to the campaign. Raises not_signed_in, campaign_not_found, campaign_is_over.
@notNull';
revoke all on function api.add_campaign_contacts from public;
grant execute on function api.add_campaign_contacts to app_user;
alter function api.add_campaign_contacts owner to app_definer;
--! EndIncluded campaigns/api.add_campaign_contacts.sql
--! Included campaigns/public.campaign_dialing_reasons.sql
-- Reasons around an active campaign: money, lines, provider, workers, retries; last what is going on.
create or replace function public.campaign_dialing_reasons(p_campaign public.call_campaigns, p_now timestamptz)
  returns table (place integer, key text, sentence text, until timestamptz, action text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  with facts as materialized (
    select
      u.is_active,
      u.credits - public.my_held_credits() as available,
      public.my_held_credits() as held,
      public.hold_for_call(u.id) as hold,
      public.get_user_active_calls_count(u.id) as lines,
      public.my_lines_limit() as lines_limit,
      public.get_system_active_calls_count() as system_lines,
      public.setting('dial.system_max_concurrent') as system_limit,
      public.count_user_direct_calls_queued(u.id) as direct,
      (select a.is_active from public.agents a where a.id = p_campaign.agent_id) as agent_on,
      (select max(w.seen_at) from public.workers w) as worker_seen
    from public.users u
    where u.id = p_campaign.user_id
  ),
  people as materialized (
    select
      count(*) filter (where q.status = 'pending') as waiting,
      count(*) filter (where q.status = 'pending' and q.due and l.open) as due,
      count(*) filter (where q.status = 'pending' and q.due and not l.open) as asleep,
      min(l.opens_at) filter (where q.status = 'pending' and q.due and not l.open) as wakes_at,
      min(q.scheduled_for) filter (where q.status = 'pending' and not q.due) as next_retry,
      count(*) filter (where q.status = 'processing') as running,
      count(*) filter (where q.status = 'processing' and exists (
        select from public.active_calls s where s.id = q.id
      )) as on_line,
      count(*) filter (where q.status = 'processing' and exists (
        select from public.call_attempts t where t.queue_id = q.id and t.state = 'unknown'
      )) as unresolved
    from public.call_queue q
    join public.dispatch_lanes l on l.id = q.lane_id
    where q.campaign_id = p_campaign.id
  )
  select r.place, r.key, r.sentence, r.until, r.action
  from facts f
  cross join people p
  left join public.provider_breakers b on b.open_until > p_now
  cross join lateral (values
    (5, 'account_inactive', 'This account is switched off.', null::timestamptz, null, not f.is_active),
    (70, b.reason::text, case b.reason
        when 'provider_key' then 'The voice provider does not accept the key.'
        when 'provider_balance' then 'The account at the voice provider has no money.'
        when 'provider_limit' then 'The voice provider asks for a pause.'
        else 'The voice provider cannot be reached.' end, b.open_until, null, b.reason is not null and p.waiting > 0),
    (71, 'agent_off', 'The agent is switched off.', null, 'agent', f.agent_on is not true),
    (72, 'worker_silent', 'The dialer is not running; calls go on by themselves when it does.', null, null,
      f.worker_seen is null or f.worker_seen < p_now - interval '30 seconds'),
    (80, 'no_credits', format('%s left, one call reserves %s. %s are held by calls in progress.', public.counted(f.available, 'credit', 'credits'), f.hold, f.held),
      null, 'credits', p.due > 0 and f.available < f.hold),
    (82, 'tenant_full', format('All %s of your lines are busy.', f.lines_limit), null, 'lines', p.due > 0 and f.lines >= f.lines_limit),
    (83, 'system_full', 'All lines of the platform are busy.', null, null, p.due > 0 and f.system_lines >= f.system_limit),
    (84, 'direct_first', format('%s first.', public.counted(f.direct, 'direct call goes', 'direct calls go')), null, null, p.due > 0 and f.direct > 0),
    (85, 'unresolved', format('%s for the provider''s word; nobody is dialed twice.', public.counted(p.unresolved, 'call waits', 'calls wait')),
      null, null, p.unresolved > 0),
    (86, 'retry_wait', format('Everyone was tried; %s for the next try.', public.counted(p.waiting, 'person waits', 'people wait')), p.next_retry, null,
      p.due = 0 and p.asleep = 0 and p.waiting > 0 and p.running = 0),
    (79, 'recipients_closed', format('Where they live, %s may not be called at this hour.', public.counted(p.asleep, 'person', 'people')), p.wakes_at, null,
      p.asleep > 0 and (
        select w.opens_at <= p_now
        from public.next_window(
          p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
          public.campaign_timezone(p_campaign), p_now
        ) w
      )),
    (87, 'finishing', format('%s.', public.counted(p.running, 'last call is ending', 'last calls are ending')), null, null, p.waiting = 0 and p.running > 0),
    (81, 'dialing', format('Dialing: %s on the line, %s waiting.', p.on_line, p.waiting), null, null, p.running > 0 and p.waiting > 0),
    (90, 'starting', format('%s; the next calls go out now.', public.counted(p.waiting, 'person waits', 'people wait')), null, null, p.running = 0 and p.due > 0)
  ) as r (place, key, sentence, until, action, holds)
  where r.holds
$function$;
comment on function public.campaign_dialing_reasons is
  'Reasons for the pace of an active campaign: credits, lines, provider, worker, retries, or that it is dialing. Called by api.explain_campaign_state.';
revoke all on function public.campaign_dialing_reasons from public;
alter function public.campaign_dialing_reasons owner to app_definer;
--! EndIncluded campaigns/public.campaign_dialing_reasons.sql
--! Included integrity/public.invariant_08_nobody_forgotten_at.sql
-- Whoever may be called is seen by the claim. Parked lanes or tenants with work they could do are lost wake-ups, unless a
-- note to the next claim says so; the sweep would find them, but it should have nothing to find. Items past their time
-- that were not promoted, and lanes that are open or shut otherwise than their window says, are given a minute, the
-- pace of the worker being a second.
-- A completed campaign may keep an open lane until its window ends: nobody waits in it.
create or replace function public.invariant_08_nobody_forgotten_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'dispatch_lanes', l.id::text, 'people wait who may be called, and lane or tenant is parked'
  from public.dispatch_lanes l
  join public.tenant_dispatch t on t.user_id = l.user_id
  join public.users u on u.id = l.user_id
  where l.open
    and l.closes_at > p_now
    and (not l.ready or not t.ready or (l.call_type = 'direct' and not t.direct_ready))
    and exists (select from public.call_queue q where q.lane_id = l.id and q.status = 'pending' and q.due)
    and u.is_active
    and coalesce(t.max_concurrent_calls, public.setting('dial.tenant_max_concurrent'))
      > (select count(*) from public.active_calls s where s.user_id = u.id)
    and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
      >= public.hold_for_call(u.id)
    and not exists (select from public.dispatch_wakes w where w.lane_id = l.id or w.pos = t.pos)
  union all
  select 'call_queue', q.id::text, format('its time came at %s and it was not promoted', q.scheduled_for)
  from public.call_queue q
  where q.status = 'pending'
    and not q.due
    and q.scheduled_for < p_now - interval '60 seconds'
  union all
  select
    'dispatch_lanes',
    l.id::text,
    format('%s; the campaign is %s, hours %s to %s', case when l.open then 'open' else 'shut' end, c.status, w.opens_at, w.closes_at)
  from public.dispatch_lanes l
  join public.call_campaigns c on c.id = l.campaign_id
  cross join lateral public.legal_window(c, l.zone_key, p_now) w
  where (l.open and l.closes_at < p_now - interval '60 seconds')
    or (l.open and c.status in ('draft', 'paused', 'cancelled'))
    or (not l.open and c.status in ('active', 'scheduled') and w.opens_at < p_now - interval '60 seconds')
$function$;

comment on function public.invariant_08_nobody_forgotten_at is
  'Work that no claim would find at an instant. Read by invariant_08_nobody_forgotten.';
revoke all on function public.invariant_08_nobody_forgotten_at from public;
alter function public.invariant_08_nobody_forgotten_at owner to app_definer;
--! EndIncluded integrity/public.invariant_08_nobody_forgotten_at.sql
--! Included leads/public.analyse_calls.sql
-- First the notes are deleted, then the calls are read: what is written after that is noted again. Beside the applier, never in it:
-- a person who waits for the next call does not wait for an analysis.
create or replace function public.analyse_calls(p_limit integer default 200, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_calls uuid[];
begin
  with due as (
    select n.ctid
    from public.lead_analysis_notes n
    limit p_limit
    for update skip locked
  ),
  taken as (
    delete from public.lead_analysis_notes n
    using due
    where n.ctid = due.ctid
    returning n.call_id
  )
  select array_agg(distinct t.call_id) into v_calls from taken t;
  if v_calls is null then
    return false;
  end if;
  perform public.note_opt_outs_of_calls(v_calls, p_now);
  perform public.write_leads(v_calls, p_now);
  return true;
end
$function$;
comment on function public.analyse_calls is
  'Analyses the calls of up to p_limit notes into lead_analytics; returns whether there may be more. Called by the job call__analyse.';
revoke all on function public.analyse_calls from public;
grant execute on function public.analyse_calls to app_worker;
alter function public.analyse_calls owner to app_definer;
--! EndIncluded leads/public.analyse_calls.sql

-- Who waits already moves into the lane of the law that they are under; running campaigns go on there.
set local role app_definer;
with waiting as (
  select q.id, l.user_id, l.call_type, l.campaign_id, public.rule_key_of(q.phone_number) as rule_key
  from public.call_queue q
  join public.dispatch_lanes l on l.id = q.lane_id
  where l.zone_key = '' and q.status in ('pending', 'processing')
),
lanes as materialized (
  select k.*, public.ensure_lane(k.user_id, k.call_type, k.campaign_id, k.rule_key) as id
  from (select distinct w.user_id, w.call_type, w.campaign_id, w.rule_key from waiting w where w.rule_key is not null) k
)
update public.call_queue q
set lane_id = l.id
from waiting w
join lanes l on l.user_id = w.user_id and l.call_type = w.call_type and l.campaign_id is not distinct from w.campaign_id and l.rule_key = w.rule_key
where q.id = w.id;
select public.set_lane_windows(array(select l.id from public.dispatch_lanes l), now());
set local role app_migrator;
