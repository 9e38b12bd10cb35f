-- Names, phones and openids are encrypted; *_hash columns are keyed hashes for looking them up.
create table if not exists users (
  id varchar(32) not null primary key,
  jurisdiction varchar(6),
  name_encrypted varchar(300),
  phone_encrypted varchar(300),
  phone_hash varchar(64),
  openid_encrypted varchar(300),
  openid_hash varchar(64),
  user_name varchar(64),
  password_hash varchar(300),
  deputy_id varchar(32),
  agency_id varchar(32),
  station_id varchar(32),
  supervisor_level integer,
  active integer not null,
  visited_at bigint,
  created_at bigint not null,
  unique key users_openid (openid_hash),
  unique key users_phone (phone_hash),
  unique key users_user_name (user_name),
  key users_deputy (deputy_id),
  key users_agency (agency_id),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (deputy_id) references deputies (id),
  foreign key (agency_id) references agencies (id),
  foreign key (station_id) references stations (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists user_roles (
  user_id varchar(32) not null,
  role varchar(20) not null,
  jurisdiction varchar(6) not null,
  primary key (user_id, role),
  key user_roles_role (jurisdiction, role, user_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists sessions (
  id varchar(32) not null primary key,
  user_id varchar(32) not null,
  refresh_count integer not null,
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint,
  key sessions_expiry (expires_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists sign_in_failures (
  subject varchar(64) not null primary key,
  failures integer not null,
  blocked_until bigint not null,
  last_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists data_protection_keys (
  id varchar(100) not null primary key,
  xml mediumtext not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists idempotency_keys (
  id varchar(64) not null primary key,
  body_hash varchar(64) not null,
  answer mediumtext not null,
  created_at bigint not null,
  key idempotency_keys_age (created_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists number_blocks (
  prefix varchar(16) not null primary key,
  next_number bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
