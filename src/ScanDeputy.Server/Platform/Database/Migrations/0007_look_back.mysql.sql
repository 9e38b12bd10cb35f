-- A promise of an agency is looked back at on its date: the case waits for it until the day before, if it waits for nothing earlier. Only
-- where an agency led. The date is cut out of the text: no string in a fact holds a quotation mark that is not escaped, and what is no
-- date leaves the row as it is (ignore: strict mode would stop at it).
update ignore cases set expires_on = (
  select case
      when date_format(date_sub(substr(e.data, instr(e.data, '"promisedOn":"') + 14, 10), interval 1 day), '%Y-%m-%d') is null then cases.expires_on
      when cases.expires_on <= date_format(date_sub(substr(e.data, instr(e.data, '"promisedOn":"') + 14, 10), interval 1 day), '%Y-%m-%d') then cases.expires_on
      else date_format(date_sub(substr(e.data, instr(e.data, '"promisedOn":"') + 14, 10), interval 1 day), '%Y-%m-%d')
    end
  from case_events e
  where e.case_id = cases.id
    and e.sequence = (select max(r.sequence) from case_events r where r.case_id = cases.id and r.data like '{"type":"replied"%'))
where status in ('Replied', 'Evaluated', 'Closed') and lead_agency_id is not null
  and exists (
    select 1 from case_events e
    where e.case_id = cases.id and e.data like '%"promisedOn":"____-__-__"%'
      and e.sequence = (select max(r.sequence) from case_events r where r.case_id = cases.id and r.data like '{"type":"replied"%'));
