-- The days of report that were looked through for matters without a result.
create table resident_clock_days (
  on_day varchar(10) not null primary key,
  made_at bigint not null
);
