-- The oldest program that may run on this schema, by the last migration that it knows. A migration that takes something away raises it.
create table schema_floor (
  oldest_program integer not null primary key
);
insert into schema_floor (oldest_program) values (5);

-- Programs that are running, or were until their last sign of life. Leases name them.
create table nodes (
  id varchar(32) not null primary key,
  roles varchar(50) not null,
  program varchar(50) not null,
  started_at bigint not null,
  seen_at bigint not null
);

-- A keeper's list.
create index cases_station on cases (station_id, id);

-- All sessions of one account, to end them.
create index sessions_user on sessions (user_id);
