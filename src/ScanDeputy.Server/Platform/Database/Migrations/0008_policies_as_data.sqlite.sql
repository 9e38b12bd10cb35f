-- When an administrator applied a version to the stages that were open then, and who made it.
alter table policies add column applied_at bigint;
alter table policies add column created_at bigint;
alter table policies add column created_by varchar(32);

-- Each date of an open stage that changed although nobody made a move: by another policy or another calendar. Only added to.
create table due_date_changes (
  id varchar(32) not null primary key,
  case_id varchar(32) not null references cases (id),
  sequence integer not null,
  jurisdiction varchar(6) not null,
  old_due_on varchar(10) not null,
  new_due_on varchar(10) not null,
  policy_version varchar(32) not null,
  calendar_version varchar(64) not null,
  changed_by varchar(64) not null,
  changed_at bigint not null
);
create index due_date_changes_case on due_date_changes (case_id, sequence, id);
create index due_date_changes_jurisdiction on due_date_changes (jurisdiction, id);
