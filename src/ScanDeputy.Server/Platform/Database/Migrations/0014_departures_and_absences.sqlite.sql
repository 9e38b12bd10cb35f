-- A deputy who leaves, on which day, and who takes the open cases (null: whose turn it is at each case's station).
create table deputy_departures (
  deputy_id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  leaves_on varchar(10) not null,
  successor_id varchar(32),
  reason varchar(1000) not null,
  announced_by varchar(64) not null,
  announced_at bigint not null,
  done_at bigint
);
create index deputy_departures_due on deputy_departures (done_at, leaves_on);
create index deputies_active on deputies (active, id);

-- Whoever is away, from the first day to the last, and who hears of their work meanwhile.
create table absences (
  id varchar(32) not null primary key,
  user_id varchar(32) not null,
  jurisdiction varchar(6) not null,
  from_on varchar(10) not null,
  until_on varchar(10) not null,
  substitute_id varchar(32) not null,
  made_by varchar(32) not null,
  made_at bigint not null
);
create index absences_user on absences (user_id, until_on);
