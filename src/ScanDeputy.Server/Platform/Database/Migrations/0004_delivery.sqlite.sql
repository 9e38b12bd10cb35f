-- The in-app inbox. One row a recipient; dedupe_key makes each alert exactly one.
create table alerts (
  id varchar(32) not null primary key,
  recipient_id varchar(32) not null references users (id),
  kind varchar(20) not null,
  level integer not null,
  case_id varchar(32),
  case_number varchar(24),
  stage_kind varchar(12),
  text varchar(300) not null,
  at bigint not null,
  read_at bigint,
  dedupe_key varchar(150) not null
);
create unique index alerts_dedupe on alerts (dedupe_key);
create index alerts_recipient on alerts (recipient_id, id);

-- What must leave the program. Written with the change that makes it true, sent afterwards.
create table outbox (
  id varchar(32) not null primary key,
  channel varchar(20) not null,
  recipient_id varchar(32) references users (id),
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
  done_at bigint
);
create unique index outbox_dedupe on outbox (dedupe_key);
create index outbox_due on outbox (status, next_attempt_at);

create table content_checks (
  id varchar(32) not null primary key,
  case_id varchar(32) not null references cases (id),
  attachment_id varchar(32),
  status varchar(10) not null,
  suggestion varchar(10),
  trace_id varchar(100),
  attempts integer not null,
  next_attempt_at bigint not null,
  lease_owner varchar(32),
  lease_until bigint,
  last_error varchar(300)
);
create index content_checks_due on content_checks (status, next_attempt_at);
create index content_checks_case on content_checks (case_id);
create index content_checks_trace on content_checks (trace_id);

create table sandbox_clock (
  id integer not null primary key,
  last_at bigint not null
);
