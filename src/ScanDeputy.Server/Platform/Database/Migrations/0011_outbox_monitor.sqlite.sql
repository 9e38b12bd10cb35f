-- Whose administrators see the row when it could not be delivered, and the way to those rows.
alter table outbox add column jurisdiction varchar(6);
create index outbox_monitor on outbox (jurisdiction, status, id);

-- One row for each morning on which supervisors were told what is late.
create table supervisor_digests (
  jurisdiction varchar(6) not null,
  on_day varchar(10) not null,
  cases integer not null,
  made_at bigint not null,
  primary key (jurisdiction, on_day)
);
