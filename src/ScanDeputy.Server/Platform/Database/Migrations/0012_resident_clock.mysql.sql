-- The days of report that were looked through for matters without a result.
create table if not exists resident_clock_days (
  on_day varchar(10) not null primary key,
  made_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
