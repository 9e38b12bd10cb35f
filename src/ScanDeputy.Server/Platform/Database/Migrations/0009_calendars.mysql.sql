-- The notices that working days follow from: the State Council's (jurisdiction empty: everywhere) and a region's own days. Only added to.
-- applied_at: when all open stages had been counted with it.
create table if not exists calendar_notices (
  id varchar(40) not null primary key,
  jurisdiction varchar(6) not null,
  year integer not null,
  regional tinyint not null,
  sources text not null,
  days text not null,
  in_force_from bigint not null,
  imported_by varchar(64),
  applied_at bigint,
  key calendar_notices_jurisdiction (jurisdiction, id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
