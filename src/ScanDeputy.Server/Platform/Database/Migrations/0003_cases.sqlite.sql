create table cases (
  id varchar(32) not null primary key,
  number varchar(24) not null,
  version integer not null,
  status varchar(12) not null,
  jurisdiction varchar(6) not null references jurisdictions (code),
  station_id varchar(32) not null references stations (id),
  district varchar(12) not null references districts (code),
  category_id varchar(32) not null references categories (id),
  resident_id varchar(32) not null references users (id),
  deputy_id varchar(32) references deputies (id),
  lead_agency_id varchar(32) references agencies (id),
  title varchar(200) not null,
  text text not null,
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
  updated_at bigint not null
);
create unique index cases_number on cases (number);
create index cases_resident on cases (resident_id, id);
create index cases_waiting on cases (jurisdiction, waiting_role, waiting_id, id);
create index cases_deputy on cases (deputy_id, status, id);
create index cases_jurisdiction on cases (jurisdiction, id);
create index cases_lead on cases (lead_agency_id, id);
create index cases_due on cases (jurisdiction, due_on, id);
create index cases_expiry on cases (expires_on, id);

create table case_agencies (
  case_id varchar(32) not null references cases (id),
  agency_id varchar(32) not null references agencies (id),
  is_lead integer not null,
  primary key (case_id, agency_id)
);
create index case_agencies_agency on case_agencies (agency_id, case_id);

create table case_followers (
  case_id varchar(32) not null references cases (id),
  user_id varchar(32) not null references users (id),
  primary key (case_id, user_id)
);
create index case_followers_user on case_followers (user_id, case_id);

create table case_events (
  case_id varchar(32) not null references cases (id),
  sequence integer not null,
  at bigint not null,
  actor_id varchar(64) not null,
  actor_role varchar(20) not null,
  data text not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  primary key (case_id, sequence)
);

create table stages (
  case_id varchar(32) not null references cases (id),
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
  primary key (case_id, sequence)
);
create index stages_alerts on stages (next_alert_at);

create table attachments (
  id varchar(32) not null primary key,
  owner_id varchar(32) not null references users (id),
  case_id varchar(32) references cases (id),
  content_type varchar(50) not null,
  size integer not null,
  sha256 varchar(64) not null,
  width integer not null,
  height integer not null,
  content_status varchar(10) not null,
  position integer not null,
  created_at bigint not null
);
create index attachments_case on attachments (case_id, position);
create index attachments_unclaimed on attachments (case_id, created_at);
create index attachments_sha256 on attachments (sha256);

create table attachment_contents (
  sha256 varchar(64) not null primary key,
  bytes longblob not null
);
