-- The in-app inbox. One row a recipient; dedupe_key makes each alert exactly one.
create table if not exists alerts (
  id varchar(32) not null primary key,
  recipient_id varchar(32) not null,
  kind varchar(20) not null,
  level integer not null,
  case_id varchar(32),
  case_number varchar(24),
  stage_kind varchar(12),
  text varchar(300) not null,
  at bigint not null,
  read_at bigint,
  dedupe_key varchar(150) not null,
  unique key alerts_dedupe (dedupe_key),
  key alerts_recipient (recipient_id, id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- What must leave the program. Written with the change that makes it true, sent afterwards.
create table if not exists outbox (
  id varchar(32) not null primary key,
  channel varchar(20) not null,
  recipient_id varchar(32),
  payload text not null,
  dedupe_key varchar(150) not null,
  status varchar(10) not null,
  attempts integer not null,
  next_attempt_at bigint not null,
  lease_owner varchar(32),
  lease_until bigint,
  attempt_started_at bigint,
  last_error varchar(300),
  created_at bigint not null,
  done_at bigint,
  unique key outbox_dedupe (dedupe_key),
  key outbox_due (status, next_attempt_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists content_checks (
  id varchar(32) not null primary key,
  case_id varchar(32) not null,
  attachment_id varchar(32),
  status varchar(10) not null,
  suggestion varchar(10),
  trace_id varchar(100),
  attempts integer not null,
  next_attempt_at bigint not null,
  lease_owner varchar(32),
  lease_until bigint,
  last_error varchar(300),
  key content_checks_due (status, next_attempt_at),
  key content_checks_case (case_id),
  key content_checks_trace (trace_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists sandbox_clock (
  id integer not null primary key,
  last_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
