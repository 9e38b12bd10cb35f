-- The notices that working days follow from: the State Council's (jurisdiction empty: everywhere) and a region's own days. Only added to.
-- applied_at: when all open stages had been counted with it.
create table calendar_notices (
  id varchar(40) not null primary key,
  jurisdiction varchar(6) not null,
  year integer not null,
  regional integer not null,
  sources text not null,
  days text not null,
  in_force_from bigint not null,
  imported_by varchar(64),
  applied_at bigint
);
create index calendar_notices_jurisdiction on calendar_notices (jurisdiction, id);
