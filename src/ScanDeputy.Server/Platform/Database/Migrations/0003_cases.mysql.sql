create table if not exists cases (
  id varchar(32) not null primary key,
  number varchar(24) not null,
  version integer not null,
  status varchar(12) not null,
  jurisdiction varchar(6) not null,
  station_id varchar(32) not null,
  district varchar(12) not null,
  category_id varchar(32) not null,
  resident_id varchar(32) not null,
  deputy_id varchar(32),
  lead_agency_id varchar(32),
  title varchar(200) not null,
  text mediumtext not null,
  place_address varchar(300),
  lat double,
  lng double,
  contact_encrypted text,
  share_with_agency integer not null,
  is_public integer not null,
  content_status varchar(10) not null,
  fingerprint varchar(64) not null,
  -- Who the case waits for now; null when for nobody. Written with every change, so that work lists are one index walk.
  waiting_role varchar(20),
  waiting_id varchar(32),
  stage_kind varchar(12),
  due_on varchar(10),
  -- The last day of what the case waits for without a stage (evaluation, then closing); afterwards a sweep acts.
  expires_on varchar(10),
  created_at bigint not null,
  updated_at bigint not null,
  unique key cases_number (number),
  key cases_resident (resident_id, id),
  key cases_waiting (jurisdiction, waiting_role, waiting_id, id),
  key cases_deputy (deputy_id, status, id),
  key cases_jurisdiction (jurisdiction, id),
  key cases_lead (lead_agency_id, id),
  key cases_due (jurisdiction, due_on, id),
  key cases_expiry (expires_on, id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists case_agencies (
  case_id varchar(32) not null,
  agency_id varchar(32) not null,
  is_lead integer not null,
  primary key (case_id, agency_id),
  key case_agencies_agency (agency_id, case_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists case_followers (
  case_id varchar(32) not null,
  user_id varchar(32) not null,
  primary key (case_id, user_id),
  key case_followers_user (user_id, case_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists case_events (
  case_id varchar(32) not null,
  sequence integer not null,
  at bigint not null,
  actor_id varchar(64) not null,
  actor_role varchar(20) not null,
  data mediumtext not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  primary key (case_id, sequence)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists stages (
  case_id varchar(32) not null,
  sequence integer not null,
  jurisdiction varchar(6) not null,
  kind varchar(12) not null,
  round integer not null,
  owner_role varchar(20) not null,
  owner_id varchar(32),
  started_at bigint not null,
  ended_at bigint,
  limit_days integer not null,
  paused_days integer not null,
  extension_days integer not null,
  due_on varchar(10) not null,
  provisional integer not null,
  verdict varchar(10) not null,
  policy_version varchar(32) not null,
  calendar_version varchar(64) not null,
  -- The alert ladder's place: the last step taken (-1: none) and the instant of the next one; null when there is none.
  alert_step integer not null,
  next_alert_at bigint,
  primary key (case_id, sequence),
  key stages_alerts (next_alert_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists attachments (
  id varchar(32) not null primary key,
  owner_id varchar(32) not null,
  case_id varchar(32),
  content_type varchar(50) not null,
  size integer not null,
  sha256 varchar(64) not null,
  width integer not null,
  height integer not null,
  content_status varchar(10) not null,
  position integer not null,
  created_at bigint not null,
  key attachments_case (case_id, position),
  key attachments_unclaimed (case_id, created_at),
  key attachments_sha256 (sha256)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists attachment_contents (
  sha256 varchar(64) not null primary key,
  bytes longblob not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
