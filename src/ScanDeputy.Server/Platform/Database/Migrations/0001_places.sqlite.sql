create table jurisdictions (
  code varchar(6) not null primary key,
  name varchar(100) not null,
  number_prefix varchar(8) not null,
  is_demo integer not null
);

create table districts (
  code varchar(12) not null primary key,
  name varchar(100) not null,
  level varchar(10) not null,
  parent varchar(12)
);
create index districts_parent on districts (parent, code);

create table stations (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  district varchar(12) not null references districts (code),
  name varchar(200) not null,
  kind varchar(20) not null,
  address varchar(200) not null,
  lat double,
  lng double,
  opening_hours varchar(200) not null,
  active integer not null
);
create index stations_district on stations (district, id);
create index stations_jurisdiction on stations (jurisdiction, id);
create index stations_place on stations (lat, lng);

create table station_codes (
  code varchar(11) not null primary key,
  station_id varchar(32) not null references stations (id),
  placement varchar(100) not null,
  status varchar(10) not null,
  issued_at bigint not null,
  grace_until bigint,
  revoked_at bigint,
  revoke_reason varchar(200)
);
create index station_codes_station on station_codes (station_id, issued_at);

create table deputies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  district varchar(12) not null references districts (code),
  name varchar(50) not null,
  level varchar(10) not null,
  photo_url varchar(300),
  pledge varchar(300) not null,
  term varchar(50) not null,
  active integer not null
);
create index deputies_jurisdiction on deputies (jurisdiction, id);

create table station_deputies (
  station_id varchar(32) not null references stations (id),
  deputy_id varchar(32) not null references deputies (id),
  position integer not null,
  primary key (station_id, deputy_id)
);

create table reception_days (
  station_id varchar(32) not null references stations (id),
  held_on varchar(10) not null,
  deputy_id varchar(32) not null references deputies (id),
  primary key (station_id, held_on, deputy_id)
);

create table categories (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  name varchar(50) not null,
  stopper varchar(300),
  position integer not null
);
create index categories_jurisdiction on categories (jurisdiction, position);

create table agencies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  district varchar(12) not null references districts (code),
  name varchar(100) not null,
  active integer not null
);
create index agencies_jurisdiction on agencies (jurisdiction, id);

create table agency_rules (
  district varchar(12) not null references districts (code),
  category_id varchar(32) not null references categories (id),
  agency_id varchar(32) not null references agencies (id),
  primary key (district, category_id)
);

create table policies (
  jurisdiction varchar(6) not null references jurisdictions (code),
  version varchar(32) not null,
  valid_from bigint not null,
  limits text not null,
  primary key (jurisdiction, version)
);
