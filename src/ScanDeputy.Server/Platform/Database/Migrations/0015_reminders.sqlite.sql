-- When the next reminder of a case is due beside those of its stages: a supervision order's answer, a pause's end, a look-back that waits.
alter table cases add column remind_at bigint;
create index cases_reminders on cases (remind_at);

-- Orders and pauses that stand open: the sweep counts their dates at its first turn.
update cases set remind_at = 1
where status in ('Received', 'Adopted', 'HandedOver', 'Assigned', 'Handling', 'Replied', 'Evaluated')
  and exists (
    select 1 from case_events e
    where e.case_id = cases.id and (e.data like '{"type":"supervisionOrdered"%' or e.data like '{"type":"paused"%'));
