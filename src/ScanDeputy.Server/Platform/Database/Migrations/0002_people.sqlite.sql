-- Names, phones and openids are encrypted; *_hash columns are keyed hashes for looking them up.
create table users (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) references jurisdictions (code),
  name_encrypted varchar(300),
  phone_encrypted varchar(300),
  phone_hash varchar(64),
  openid_encrypted varchar(300),
  openid_hash varchar(64),
  user_name varchar(64),
  password_hash varchar(300),
  deputy_id varchar(32) references deputies (id),
  agency_id varchar(32) references agencies (id),
  station_id varchar(32) references stations (id),
  supervisor_level integer,
  active integer not null,
  visited_at bigint,
  created_at bigint not null
);
create unique index users_openid on users (openid_hash);
create unique index users_phone on users (phone_hash);
create unique index users_user_name on users (user_name);
create index users_deputy on users (deputy_id);
create index users_agency on users (agency_id);

create table user_roles (
  user_id varchar(32) not null references users (id),
  role varchar(20) not null,
  jurisdiction varchar(6) not null,
  primary key (user_id, role)
);
create index user_roles_role on user_roles (jurisdiction, role, user_id);

create table sessions (
  id varchar(32) not null primary key,
  user_id varchar(32) not null references users (id),
  refresh_count integer not null,
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);
create index sessions_expiry on sessions (expires_at);

create table sign_in_failures (
  subject varchar(64) not null primary key,
  failures integer not null,
  blocked_until bigint not null,
  last_at bigint not null
);

create table data_protection_keys (
  id varchar(100) not null primary key,
  xml text not null
);

create table idempotency_keys (
  id varchar(64) not null primary key,
  body_hash varchar(64) not null,
  answer text not null,
  created_at bigint not null
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table number_blocks (
  prefix varchar(16) not null primary key,
  next_number bigint not null
);
