-- The oldest program that may run on this schema, by the last migration that it knows. A migration that takes something away raises it.
create table if not exists schema_floor (
  oldest_program integer not null primary key
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
insert ignore into schema_floor (oldest_program) values (5);

-- Programs that are running, or were until their last sign of life. Leases name them.
create table if not exists nodes (
  id varchar(32) not null primary key,
  roles varchar(50) not null,
  program varchar(50) not null,
  started_at bigint not null,
  seen_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- A keeper's list.
alter table cases add index cases_station (station_id, id);

-- All sessions of one account, to end them.
alter table sessions add index sessions_user (user_id);
