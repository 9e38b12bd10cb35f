create table if not exists jurisdictions (
  code varchar(6) not null primary key,
  name varchar(100) not null,
  number_prefix varchar(8) not null,
  is_demo integer not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists districts (
  code varchar(12) not null primary key,
  name varchar(100) not null,
  level varchar(10) not null,
  parent varchar(12),
  key districts_parent (parent, code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists stations (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  district varchar(12) not null,
  name varchar(200) not null,
  kind varchar(20) not null,
  address varchar(200) not null,
  lat double,
  lng double,
  opening_hours varchar(200) not null,
  active integer not null,
  key stations_district (district, id),
  key stations_jurisdiction (jurisdiction, id),
  key stations_place (lat, lng),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (district) references districts (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists station_codes (
  code varchar(11) not null primary key,
  station_id varchar(32) not null,
  placement varchar(100) not null,
  status varchar(10) not null,
  issued_at bigint not null,
  grace_until bigint,
  revoked_at bigint,
  revoke_reason varchar(200),
  key station_codes_station (station_id, issued_at),
  foreign key (station_id) references stations (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists deputies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  district varchar(12) not null,
  name varchar(50) not null,
  level varchar(10) not null,
  photo_url varchar(300),
  pledge varchar(300) not null,
  term varchar(50) not null,
  active integer not null,
  key deputies_jurisdiction (jurisdiction, id),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (district) references districts (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists station_deputies (
  station_id varchar(32) not null,
  deputy_id varchar(32) not null,
  position integer not null,
  primary key (station_id, deputy_id),
  foreign key (station_id) references stations (id),
  foreign key (deputy_id) references deputies (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists reception_days (
  station_id varchar(32) not null,
  held_on varchar(10) not null,
  deputy_id varchar(32) not null,
  primary key (station_id, held_on, deputy_id),
  foreign key (station_id) references stations (id),
  foreign key (deputy_id) references deputies (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists categories (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  name varchar(50) not null,
  stopper varchar(300),
  position integer not null,
  key categories_jurisdiction (jurisdiction, position),
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists agencies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  district varchar(12) not null,
  name varchar(100) not null,
  active integer not null,
  key agencies_jurisdiction (jurisdiction, id),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (district) references districts (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists agency_rules (
  district varchar(12) not null,
  category_id varchar(32) not null,
  agency_id varchar(32) not null,
  primary key (district, category_id),
  foreign key (district) references districts (code),
  foreign key (category_id) references categories (id),
  foreign key (agency_id) references agencies (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists policies (
  jurisdiction varchar(6) not null,
  version varchar(32) not null,
  valid_from bigint not null,
  limits text not null,
  primary key (jurisdiction, version),
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
