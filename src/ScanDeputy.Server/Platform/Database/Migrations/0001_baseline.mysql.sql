-- The schema, in the order of its references: the network of stations, the rules, people, cases, what people are told, what the program
-- keeps for itself. From the first release on a change is a new numbered file, and this one stays as it is.
--
-- Instants (…_at) are UTC in milliseconds, days (…_on, on_day) are Chinese dates written yyyy-MM-dd, ids are UUIDv7 in 32 hexadecimal digits.
-- Names, phones and openids are encrypted (…_encrypted); the columns …_hash beside them are keyed hashes for looking them up.
--
-- A server ends a transaction at each change of the schema, so each table comes with its indexes in one statement (docs/decisions/0011).
-- Tables that are written all the time have no foreign keys here: the server would lock the parent row for each child.

-- The oldest program that may run on this schema, by the last migration that it knows. A migration that takes something away raises it.
create table if not exists schema_floor (
  oldest_program integer not null primary key
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
insert ignore into schema_floor (oldest_program) values (1);

-- The network of stations.

create table if not exists jurisdictions (
  code varchar(6) not null primary key,
  name varchar(100) not null,
  number_prefix varchar(8) not null,
  is_demo integer not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Whether the duties of administrators are kept apart (三权分立), and whether roles are given by two people; without a row neither is.
create table if not exists duty_rules (
  jurisdiction varchar(6) not null primary key,
  separated integer not null,
  second_person integer not null,
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists districts (
  code varchar(12) not null primary key,
  name varchar(100) not null,
  level varchar(10) not null,
  parent varchar(12),
  -- The name as it is searched (Platform/Texts/SearchText).
  search_text varchar(300) not null,
  -- The first letters of the name's pinyin.
  initials varchar(300) not null default '',
  -- DistrictBody, where it is not what follows from code and name.
  body varchar(20),
  -- From when to when it is in force, the last day exclusive; null: since ever, and still.
  valid_from varchar(10),
  valid_to varchar(10),
  -- What it became or became part of.
  successor varchar(12),
  version integer not null default 1,
  key districts_parent (parent, code),
  -- Names and initials are looked for from their beginning, the widest districts first.
  key districts_name (level, search_text, code),
  key districts_initials (level, initials, code)
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
  -- Where on the map, as a number under which neighbours stand together (Domain/Stations/MapCell); null for one without a place.
  cell bigint,
  opening_hours varchar(200) not null,
  -- For everybody; empty for one that has none.
  phone varchar(30) not null default '',
  -- 八有: whether it has them (null: nobody has said), and what the office says of each.
  has_venue integer,
  venue_note varchar(200),
  has_funds integer,
  funds_note varchar(200),
  has_staff integer,
  staff_note varchar(200),
  has_rules integer,
  rules_note varchar(200),
  has_materials integer,
  materials_note varchar(200),
  has_records integer,
  records_note varchar(200),
  has_notice_board integer,
  notice_board_note varchar(200),
  has_schedule integer,
  schedule_note varchar(200),
  -- Name and address as they are searched (Platform/Texts/SearchText).
  search_text text not null,
  active integer not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  version integer not null default 1,
  key stations_district (district, id),
  key stations_jurisdiction (jurisdiction, id),
  key stations_place (active, cell, district, lat, lng, id),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (district) references districts (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists station_codes (
  code varchar(11) not null primary key,
  station_id varchar(32) not null,
  placement varchar(600) not null,
  status varchar(10) not null,
  issued_at bigint not null,
  grace_until bigint,
  revoked_at bigint,
  revoke_reason varchar(2400),
  -- The account that issued, replaced or took back the code last; null for one that came with an import.
  changed_by varchar(32),
  -- The deputy whose card it stands on, chosen on the page that it opens; null for a code of the whole station.
  deputy_id varchar(32),
  key station_codes_station (station_id, issued_at),
  foreign key (station_id) references stations (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- How a county's plates look.
create table if not exists plate_styles (
  jurisdiction varchar(6) not null primary key,
  colour varchar(7) not null,
  heading varchar(80) not null,
  -- Nothing left in it but the picture.
  emblem mediumblob,
  emblem_type varchar(20),
  version integer not null,
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The files by which WeChat makes sure that the domain is ours, as it gave them out.
create table if not exists verification_files (
  name varchar(64) not null primary key,
  content varchar(200) not null,
  jurisdiction varchar(6) not null,
  created_at bigint not null,
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- How often a code was opened on a day; nothing of who opened it.
create table if not exists code_scans (
  code varchar(11) not null,
  on_day varchar(10) not null,
  scans integer not null,
  -- Of which it was known where, and of those the ones far from the station.
  placed integer not null default 0,
  far integer not null default 0,
  primary key (code, on_day)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists deputies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  district varchar(12) not null,
  name varchar(50) not null,
  level varchar(10) not null,
  photo_url varchar(300),
  -- Of the picture that the office has handed in.
  photo_sha256 varchar(64),
  pledge varchar(300) not null,
  -- 工作单位和职务; shown to the public only where public_fields says so, as are phone and groups.
  unit varchar(200) not null default '',
  phone_encrypted varchar(300),
  -- 行业小组 and 专业小组, with | between.
  trade_groups varchar(400) not null default '',
  professional_groups varchar(400) not null default '',
  -- PublicField, with | between; empty: nothing beside name, level, place, term and pledge.
  public_fields varchar(60) not null default '',
  term varchar(50) not null,
  active integer not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  version integer not null default 1,
  key deputies_jurisdiction (jurisdiction, id),
  key deputies_active (active, id),
  -- Looked for from the beginning of the name.
  key deputies_name (name, id),
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

-- Pictures of deputies and stations that offices hand in, with nothing left in them but the picture.
create table if not exists pictures (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  register varchar(20) not null,
  owner_id varchar(32) not null,
  -- Which of the eight haves of a station it shows; empty for none of them.
  topic varchar(20) not null,
  content_type varchar(20) not null,
  sha256 varchar(64) not null,
  width integer not null,
  height integer not null,
  thumbnail longblob,
  bytes longblob not null,
  created_at bigint not null,
  created_by varchar(32) not null,
  key pictures_owner (register, owner_id, id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- 选区: a set of towns, villages or communities that elects deputies of the county's or a town's congress.
create table if not exists constituencies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  name varchar(100) not null,
  level varchar(10) not null,
  -- As they are said, with | between: codes, and numbers of deputies. The two tables below have them by their keys.
  districts text not null,
  deputies text not null,
  active integer not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  version integer not null default 1,
  key constituencies_jurisdiction (jurisdiction, id),
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists constituency_districts (
  constituency_id varchar(32) not null,
  district varchar(12) not null,
  primary key (constituency_id, district),
  key constituency_districts_district (district, constituency_id),
  foreign key (constituency_id) references constituencies (id),
  foreign key (district) references districts (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists constituency_deputies (
  constituency_id varchar(32) not null,
  deputy_id varchar(32) not null,
  primary key (constituency_id, deputy_id),
  key constituency_deputies_deputy (deputy_id, constituency_id),
  foreign key (constituency_id) references constituencies (id),
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

-- When a station receives: a recurrence (RRULE), the times of day, whose turn it is. The days that follow from it are receptions.
create table if not exists reception_rules (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  station_id varchar(32) not null,
  recurrence varchar(300) not null,
  starts_on varchar(10) not null,
  -- HH:mm-HH:mm, with | between; each is booked for itself.
  times varchar(200) not null,
  -- Numbers of those who take turns, with | between; empty: all who sit in the station.
  deputies text not null,
  at_once integer not null,
  topic varchar(200) not null,
  guests varchar(200) not null,
  -- Who can book each time of day; 0: nobody needs to.
  capacity integer not null,
  day_off varchar(10) not null,
  exceptions text not null,
  active integer not null,
  reference varchar(32),
  version integer not null default 1,
  -- From when its days are to be counted again.
  plan_at bigint not null default 0,
  key reception_rules_jurisdiction (jurisdiction, id),
  key reception_rules_station (station_id),
  key reception_rules_plan (plan_at),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (station_id) references stations (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The days of the rules, a row for each time of day: those of the next months, and all that were.
create table if not exists receptions (
  -- The rule's id, the day as the recurrence gives it, the time of day: the same however the day is moved.
  id varchar(64) not null primary key,
  jurisdiction varchar(6) not null,
  rule_id varchar(32) not null,
  station_id varchar(32) not null,
  planned_on varchar(10) not null,
  held_on varchar(10) not null,
  starts varchar(5) not null,
  ends varchar(5) not null,
  topic varchar(200) not null,
  guests varchar(200) not null,
  capacity integer not null,
  -- How many of them are taken.
  booked integer not null default 0,
  status varchar(10) not null,
  reason varchar(200),
  -- Counts what a calendar that holds a copy must hear of.
  sequence integer not null default 0,
  changed_at bigint not null,
  key receptions_station (station_id, held_on),
  key receptions_rule (rule_id, planned_on),
  key receptions_day (jurisdiction, held_on),
  foreign key (rule_id) references reception_rules (id),
  foreign key (station_id) references stations (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists reception_deputies (
  reception_id varchar(64) not null,
  deputy_id varchar(32) not null,
  position integer not null,
  primary key (reception_id, deputy_id),
  key reception_deputies_deputy (deputy_id, reception_id),
  foreign key (reception_id) references receptions (id),
  foreign key (deputy_id) references deputies (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Who has booked a reception, waits for it, or came to it.
create table if not exists reception_bookings (
  id varchar(32) not null primary key,
  reception_id varchar(64) not null,
  -- Null for who came to the desk without a booking.
  user_id varchar(32),
  -- The day, while the booking stands: one for each resident and day.
  day_key varchar(10),
  status varchar(10) not null,
  -- JSON: name and phone; null from forget_at on.
  contact_encrypted text,
  subject varchar(800),
  -- What the keeper wrote down.
  note varchar(2000),
  -- What the talk became.
  case_id varchar(32),
  case_number varchar(32),
  made_at bigint not null,
  changed_at bigint not null,
  arrived_at bigint,
  remind_at bigint,
  forget_at bigint,
  unique key reception_bookings_day (user_id, day_key),
  key reception_bookings_reception (reception_id, status, id),
  key reception_bookings_user (user_id, id),
  key reception_bookings_remind (remind_at),
  key reception_bookings_forget (forget_at),
  foreign key (reception_id) references receptions (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists categories (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  name varchar(50) not null,
  stopper varchar(300),
  position integer not null,
  active integer not null default 1,
  icon varchar(16) not null default 'Other',
  -- Years after the end of a case for which its personal data is kept; null: for good.
  retention_years integer,
  version integer not null default 1,
  key categories_jurisdiction (jurisdiction, position),
  key categories_retention (retention_years, id),
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Texts that an office keeps for answers; what stands in braces is filled in for the case at hand.
create table if not exists answer_templates (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  -- Null for cases of every category.
  category_id varchar(32),
  move varchar(20) not null,
  title varchar(60) not null,
  text varchar(2000) not null,
  active integer not null default 1,
  version integer not null default 1,
  key answer_templates_jurisdiction (jurisdiction, move),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (category_id) references categories (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists agencies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  district varchar(12) not null,
  name varchar(100) not null,
  active integer not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  -- The agency that it belongs to; without a reference, since one file may name a child before its parent.
  parent_id varchar(32),
  -- Whom to ask first (首问责任人): the office's contact for its work, told to the parties of its cases.
  contact_name varchar(50),
  contact_phone varchar(40),
  version integer not null default 1,
  key agencies_jurisdiction (jurisdiction, id),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (district) references districts (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists agency_rules (
  district varchar(12) not null,
  category_id varchar(32) not null,
  agency_id varchar(32) not null,
  -- Numbers of those that handle with it, with '|' between.
  co_agencies varchar(400) not null default '',
  -- The first day, '' for ever since, since it is part of the key; and the last one, inclusive.
  valid_from varchar(10) not null default '',
  valid_to varchar(10),
  version integer not null default 1,
  primary key (district, category_id, valid_from),
  foreign key (district) references districts (code),
  foreign key (category_id) references categories (id),
  foreign key (agency_id) references agencies (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The audit trail: who did or saw what, from where and with which request, each with the hash of the one before it in its chain, which is the
-- jurisdiction's. Never changed; deleted by the owner of the schema only, when the time of keeping is over (docs/decisions/0024).
create table if not exists audit_events (
  chain varchar(6) not null,
  sequence bigint not null,
  id varchar(32) not null,
  at bigint not null,
  kind varchar(20) not null,
  made_by varchar(64) not null,
  -- What was touched.
  object varchar(30) not null,
  object_id varchar(64) not null,
  -- The account whose data were seen or changed; empty where it is about nobody.
  person varchar(32) not null,
  request_id varchar(64) not null,
  network varchar(45) not null,
  -- JSON: name, old and new of each; old is null for what was not there before.
  details mediumtext not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  primary key (chain, sequence),
  key audit_events_newest (chain, id),
  key audit_events_object (chain, object, object_id, id),
  key audit_events_person (chain, person, id),
  key audit_events_by (chain, made_by, id),
  key audit_events_kind (chain, kind, id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The last entry of each chain.
create table if not exists audit_heads (
  chain varchar(6) not null primary key,
  sequence bigint not null,
  hash varchar(64) not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Where a chain begins since old entries were deleted: the last one that went.
create table if not exists audit_anchors (
  chain varchar(6) not null,
  sequence bigint not null,
  hash varchar(64) not null,
  made_by varchar(64) not null,
  made_at bigint not null,
  primary key (chain, sequence)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- 届次: the term of a level's congress in a jurisdiction; deputies have its level and name.
create table if not exists congress_terms (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  level varchar(10) not null,
  name varchar(50) not null,
  first_on varchar(10) not null,
  -- Inclusive; null while it is not known.
  last_on varchar(10),
  -- When an office has said that it ends.
  ended_at bigint,
  version integer not null default 1,
  unique key congress_terms_name (jurisdiction, level, name)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- A deputy who leaves, on which day, and who takes the open cases (null: whose turn it is at each case's station).
create table if not exists deputy_departures (
  deputy_id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  leaves_on varchar(10) not null,
  successor_id varchar(32),
  reason varchar(6000) not null,
  announced_by varchar(64) not null,
  announced_at bigint not null,
  done_at bigint,
  key deputy_departures_due (done_at, leaves_on)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The rules: limits of the stages, and the days that count.

create table if not exists policies (
  jurisdiction varchar(6) not null,
  version varchar(32) not null,
  valid_from bigint not null,
  limits text not null,
  -- When an administrator applied the version to the stages that were open then.
  applied_at bigint,
  created_at bigint,
  created_by varchar(32),
  primary key (jurisdiction, version),
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The notices that working days follow from: the State Council's (jurisdiction empty: everywhere) and a region's own days. Only added to.
create table if not exists calendar_notices (
  id varchar(40) not null primary key,
  jurisdiction varchar(6) not null,
  year integer not null,
  regional tinyint not null,
  sources text not null,
  days text not null,
  in_force_from bigint not null,
  imported_by varchar(64),
  -- When all open stages had been counted with it.
  applied_at bigint,
  key calendar_notices_jurisdiction (jurisdiction, id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- People.

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
  -- Whoever signs in with it sets another one first: somebody else has made it.
  password_must_change integer not null default 0,
  deputy_id varchar(32),
  agency_id varchar(32),
  supervisor_level integer,
  active integer not null,
  visited_at bigint,
  last_sign_in_at bigint,
  -- The secret of the codes that an authenticator app shows, encrypted; from when it counts, null until a code was given; and the period of the
  -- newest code that was used: no code works twice.
  totp_encrypted varchar(300),
  totp_confirmed_at bigint,
  totp_period bigint not null default 0,
  -- Of what administrators change, for If-Match.
  version integer not null default 1,
  created_at bigint not null,
  -- Staff of a town (乡镇、街道), by its district; null for who is of the whole county.
  town varchar(12),
  -- Of a closed account that was joined with another one: the one that goes on.
  joined_to varchar(32),
  -- The phone that alone led to a resident's account until an import registered it for staff.
  former_phone_hash varchar(64),
  unique key users_openid (openid_hash),
  unique key users_phone (phone_hash),
  unique key users_user_name (user_name),
  key users_former_phone (former_phone_hash),
  key users_deputy (deputy_id),
  key users_agency (agency_id),
  foreign key (jurisdiction) references jurisdictions (code),
  foreign key (deputy_id) references deputies (id),
  foreign key (agency_id) references agencies (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists user_roles (
  user_id varchar(32) not null,
  role varchar(30) not null,
  jurisdiction varchar(6) not null,
  primary key (user_id, role),
  key user_roles_role (jurisdiction, role, user_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Roles that one person has proposed for an account and another has not confirmed yet (docs/operations/people.md); the newest of an account.
create table if not exists role_proposals (
  user_id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  -- What is said of the account with its roles, as JSON; its name and phone are not in it.
  draft varchar(4000) not null,
  -- Whether the account is opened by it, and the phone that it has then.
  opens integer not null,
  phone_encrypted varchar(400),
  proposed_by varchar(32) not null,
  proposed_at bigint not null,
  expires_at bigint not null,
  key role_proposals_jurisdiction (jurisdiction, proposed_at),
  key role_proposals_expires (expires_at),
  foreign key (user_id) references users (id),
  foreign key (jurisdiction) references jurisdictions (code)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- In place of a code for whoever has lost the authenticator, each once; kept as keyed hashes.
create table if not exists recovery_codes (
  user_id varchar(32) not null,
  code_hash varchar(64) not null,
  used_at bigint,
  primary key (user_id, code_hash)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Which stations somebody keeps (站长、联络员): a station may have several keepers, and a keeper several stations.
create table if not exists station_keepers (
  user_id varchar(32) not null,
  station_id varchar(32) not null,
  primary key (user_id, station_id),
  key station_keepers_station (station_id, user_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Whoever is away, from the first day to the last, and who hears of their work meanwhile.
create table if not exists absences (
  id varchar(32) not null primary key,
  user_id varchar(32) not null,
  jurisdiction varchar(6) not null,
  from_on varchar(10) not null,
  until_on varchar(10) not null,
  substitute_id varchar(32) not null,
  made_by varchar(32) not null,
  made_at bigint not null,
  key absences_user (user_id, until_on)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Which version of the privacy notice somebody agreed to, when, and with what. Never changed.
create table if not exists privacy_agreements (
  user_id varchar(32) not null,
  version integer not null,
  agreed_at bigint not null,
  place varchar(20) not null,
  primary key (user_id, version),
  foreign key (user_id) references users (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The audit lines of accounts whose phone or WeChat changed hands: appended, never altered.
create table if not exists account_changes (
  id varchar(32) not null primary key,
  user_id varchar(32) not null,
  kind varchar(20) not null,
  reason varchar(2400),
  made_by varchar(32) not null,
  made_at bigint not null,
  key account_changes_user (user_id, made_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists sessions (
  id varchar(32) not null primary key,
  user_id varchar(32) not null,
  -- Opened with a password, not by WeChat or a text message.
  by_password integer not null default 0,
  -- The network that the password came from, as a hash: wrong passwords from elsewhere do not keep it out.
  opened_from varchar(64),
  -- What the browser or app calls itself, in a few words, and the address without its last part: for its owner to know it again.
  device varchar(60) not null default '',
  network varchar(45) not null default '',
  refresh_count integer not null,
  -- When the newest tokens were given, and to which client, as a hash; null before the first refresh.
  refreshed_at bigint,
  refreshed_by varchar(64),
  created_at bigint not null,
  -- The last call of somebody with an office, to the minute; null before there was one to write down.
  used_at bigint,
  expires_at bigint not null,
  revoked_at bigint,
  key sessions_expiry (expires_at),
  -- All sessions of one account, to end them.
  key sessions_user (user_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists sign_in_failures (
  subject varchar(64) not null primary key,
  failures integer not null,
  blocked_until bigint not null,
  last_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The code that was sent to a phone last, as a keyed hash: for one sign-in, some minutes and some tries.
create table if not exists sms_codes (
  phone_hash varchar(64) not null primary key,
  code_hash varchar(64) not null,
  tries integer not null,
  sent_at bigint not null,
  expires_at bigint not null,
  key sms_codes_expiry (expires_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- A sign-in at a desk that waits for somebody's phone: shown as a code, for one sign-in and some minutes.
create table if not exists desk_sign_ins (
  id varchar(32) not null primary key,
  -- Of what the desk's browser alone knows.
  browser_hash varchar(64) not null,
  -- Two digits on both screens.
  number varchar(2) not null,
  device varchar(60) not null,
  network varchar(45) not null,
  -- waiting, confirmed, refused, used
  status varchar(10) not null,
  -- Who has confirmed.
  user_id varchar(32),
  created_at bigint not null,
  expires_at bigint not null,
  key desk_sign_ins_expiry (expires_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Carries somebody from the mini-program into a page, once.
create table if not exists web_tickets (
  hash varchar(64) not null primary key,
  user_id varchar(32) not null,
  path varchar(300) not null,
  expires_at bigint not null,
  key web_tickets_expiry (expires_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Lets somebody who was given an account set their first password, once.
create table if not exists invitations (
  hash varchar(64) not null primary key,
  user_id varchar(32) not null,
  expires_at bigint not null,
  key invitations_user (user_id),
  key invitations_expiry (expires_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Cases.

create table if not exists cases (
  id varchar(32) not null primary key,
  number varchar(24) not null,
  version integer not null,
  status varchar(12) not null,
  jurisdiction varchar(6) not null,
  station_id varchar(32) not null,
  district varchar(12) not null,
  -- The town that the district is or lies in; null where it is wider.
  town varchar(12),
  category_id varchar(32) not null,
  -- Who reported it; of a deputy's own suggestion the deputy's account.
  resident_id varchar(32) not null,
  -- What a deputy's own suggestion is; null where a resident reported the matter.
  own_kind varchar(12),
  deputy_id varchar(32),
  lead_agency_id varchar(32),
  title varchar(600) not null,
  text mediumtext not null,
  -- Title and text as they are searched (Platform/Texts/SearchText.cs).
  search_text mediumtext not null,
  -- The same of what the public sees: masked, so that nobody finds by trying what is not shown.
  public_text mediumtext,
  place_address varchar(1200),
  lat double,
  lng double,
  contact_encrypted text,
  share_with_agency integer not null,
  is_public integer not null,
  photos_public integer not null default 0,
  content_status varchar(10) not null,
  fingerprint varchar(64) not null,
  -- The secret in the fingerprint; without it nobody can try out masked numbers.
  receipt_nonce varchar(32) not null default '',
  -- Whose turn it is; null when nobody's.
  waiting_role varchar(20),
  waiting_id varchar(32),
  stage_kind varchar(12),
  -- The sequence of the stage that is open, which is the last one.
  open_stage integer,
  due_on varchar(10),
  -- Whether the clock of that stage stands still: a pause that was granted in time is running.
  clock_stopped integer not null,
  -- The last day of what the case waits for without a stage: evaluation, then closing, or the day before an agency's promise is looked
  -- back at, whichever comes first. Afterwards a sweep acts.
  expires_on varchar(10),
  created_at bigint not null,
  updated_at bigint not null,
  -- When the next reminder is due beside those of the stages: a supervision order's answer, a pause's end, a look-back that waits.
  remind_at bigint,
  -- What the four rates count (Domain/Cases/CaseRates.cs).
  answered integer not null default 0,
  outcome varchar(12),
  grade varchar(20),
  -- The day on which nothing was left to be done, as 20261130; null while something is. What is personal is erased some years after it.
  ended_day integer,
  erased_on varchar(10),
  unique key cases_number (number),
  key cases_resident (resident_id, id),
  key cases_deputy (deputy_id, status, id),
  -- Lists: each of them, and each of its filters, is a walk along one of these in the order of ids (docs/decisions/0019).
  key cases_jurisdiction (jurisdiction, id),
  key cases_jurisdiction_status (jurisdiction, status, id),
  key cases_town (jurisdiction, town, id),
  key cases_town_status (jurisdiction, town, status, id),
  key cases_district (jurisdiction, district, id),
  key cases_deputy_newest (jurisdiction, deputy_id, id),
  key cases_station (jurisdiction, station_id, id),
  -- The last column is for what is open and alike at one station.
  key cases_station_status (station_id, status, id, category_id),
  key cases_retention (category_id, erased_on, ended_day),
  key cases_similar_place (category_id, status, lat, lng),
  -- What the public reads, newest first: all of a jurisdiction, or of one category.
  key cases_public (jurisdiction, is_public, content_status, id),
  key cases_public_category (jurisdiction, category_id, is_public, content_status, id),
  -- Counted whole for the rates, without the rows.
  key cases_rates (jurisdiction, own_kind, status, answered, outcome, grade),
  key cases_due (jurisdiction, due_on, id, clock_stopped),
  key cases_expiry (expires_on, id),
  key cases_reminders (remind_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists case_agencies (
  case_id varchar(32) not null,
  agency_id varchar(32) not null,
  is_lead integer not null,
  -- The case's, so that an agency's cases of one state are one walk.
  status varchar(12) not null,
  primary key (case_id, agency_id),
  key case_agencies_agency (agency_id, case_id),
  key case_agencies_status (agency_id, status, case_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The deputies who were asked to sign another deputy's own suggestion, and what they said (Domain/Cases/CoSigner.cs).
create table if not exists case_co_signers (
  case_id varchar(32) not null,
  deputy_id varchar(32) not null,
  standing varchar(12) not null,
  primary key (case_id, deputy_id),
  key case_co_signers_deputy (deputy_id, case_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- What a case waits for, of whom and until when: a row for each (Domain/Cases/Waiting). Written with every change of the case, so that the list of
-- what waits for somebody is one walk along an index, most urgent first.
create table if not exists case_waits (
  case_id varchar(32) not null,
  kind varchar(20) not null,
  role varchar(20) not null,
  -- The deputy, the agency or the resident; for an office the jurisdiction, which has one.
  owner_id varchar(32) not null,
  jurisdiction varchar(6) not null,
  town varchar(12),
  since_at bigint not null,
  due_on varchar(10),
  -- The date (9999-12-31 where there is none) and the case, in which order they are listed.
  place varchar(43) not null,
  -- Whether it is the open stage that waits, a verdict as well: supervisors look for those that are late.
  of_stage integer not null,
  primary key (case_id, kind, owner_id),
  key case_waits_urgent (role, owner_id, place),
  key case_waits_newest (role, owner_id, case_id),
  key case_waits_late (jurisdiction, of_stage, place)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- By which a visitor without an account sees what came of their talk, and rates it once.
create table if not exists rating_links (
  id varchar(32) not null primary key,
  case_id varchar(32) not null,
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  key rating_links_case (case_id),
  foreign key (case_id) references cases (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- What the author of a report agreed to, each for itself, until it was taken back.
create table if not exists case_consents (
  case_id varchar(32) not null,
  kind varchar(20) not null,
  -- The author, or the keeper who wrote the report down.
  given_by varchar(32) not null,
  given_at bigint not null,
  withdrawn_by varchar(32),
  withdrawn_at bigint,
  primary key (case_id, kind),
  foreign key (case_id) references cases (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists case_followers (
  case_id varchar(32) not null,
  user_id varchar(32) not null,
  -- When somebody chose to follow another's case; null for who follows because their own was merged into it.
  chosen_at bigint,
  primary key (case_id, user_id),
  key case_followers_user (user_id, case_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Who spoke for an agency, and what was said (三见面): personal, and erased with the rest; the entry of the ledger holds its fingerprint.
create table if not exists case_contacts (
  case_id varchar(32) not null,
  -- Of the entry.
  sequence integer not null,
  nonce varchar(32) not null,
  who text not null,
  words text not null,
  primary key (case_id, sequence),
  foreign key (case_id) references cases (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- How far somebody has read a case: what came after is new to them.
create table if not exists case_visits (
  user_id varchar(32) not null,
  case_id varchar(32) not null,
  -- The last event that there was, and when they looked.
  seen_to integer not null,
  seen_at bigint not null,
  primary key (user_id, case_id),
  constraint case_visits_user foreign key (user_id) references users (id),
  constraint case_visits_case foreign key (case_id) references cases (id)
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
  hashed_by varchar(8) not null default 'SHA-256',
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
  -- A pause that was granted in time is running: whatever the date says, the stage is not late.
  clock_stopped integer not null,
  provisional integer not null,
  verdict varchar(10) not null,
  policy_version varchar(32) not null,
  calendar_version varchar(64) not null,
  -- The alert ladder's place: the last step taken (-1: none) and the instant of the next one; null when there is none.
  alert_step integer not null,
  next_alert_at bigint,
  primary key (case_id, sequence),
  key stages_alerts (next_alert_at),
  -- What the gauges count: open stages by kind and date.
  key stages_open (ended_at, kind, due_on, clock_stopped)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Each date of an open stage that changed although nobody made a move: by another policy or another calendar. Only added to.
create table if not exists due_date_changes (
  id varchar(32) not null primary key,
  case_id varchar(32) not null,
  sequence integer not null,
  jurisdiction varchar(6) not null,
  old_due_on varchar(10) not null,
  new_due_on varchar(10) not null,
  policy_version varchar(32) not null,
  calendar_version varchar(64) not null,
  changed_by varchar(64) not null,
  changed_at bigint not null,
  key due_date_changes_case (case_id, sequence, id),
  key due_date_changes_jurisdiction (jurisdiction, id)
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
  -- Who looked at a photo that was held and let the public see it.
  released_by varchar(32),
  released_at bigint,
  key attachments_case (case_id, position),
  key attachments_unclaimed (case_id, created_at),
  key attachments_owner (owner_id, created_at),
  key attachments_sha256 (sha256)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists attachment_contents (
  sha256 varchar(64) not null primary key,
  -- The small form of a photo; null when it can have none. It stands before the bytes so that it is read without them.
  thumbnail longblob,
  bytes longblob not null
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
  -- Why WeChat found a report's text unfit, so that its author can be told what to change.
  label integer,
  -- Who let the public see a text that was held.
  released_by varchar(32),
  released_at bigint,
  key content_checks_due (status, next_attempt_at),
  key content_checks_case (case_id),
  key content_checks_trace (trace_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- One hash a day over the heads of all ledgers, and one over those of the audit trail, to be deposited where nobody here can change it.
create table if not exists ledger_roots (
  on_day varchar(10) not null primary key,
  cases integer not null,
  root varchar(64) not null,
  -- The same over the heads of the audit trail.
  audit_root varchar(64) not null,
  made_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The days of report that were looked through for matters without a result.
create table if not exists resident_clock_days (
  on_day varchar(10) not null primary key,
  made_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Human case numbers are handed out in blocks: gaps are allowed, duplicates never.
create table if not exists number_blocks (
  prefix varchar(16) not null primary key,
  next_number bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- What people are told.

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
  key alerts_recipient (recipient_id, id),
  -- What somebody has not read, newest first: counted on every page, whatever they have read before.
  key alerts_unread (recipient_id, read_at, id),
  -- What is new of a case to one person.
  key alerts_case (recipient_id, case_id, read_at)
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
  -- Whose administrators see the row when it could not be delivered.
  jurisdiction varchar(6),
  -- Of somebody without an account, until the message is sent.
  to_phone_encrypted varchar(300),
  -- Of a message that WeChat has taken, by which it tells later what became of it; null when it named none.
  message_id bigint,
  unique key outbox_dedupe (dedupe_key),
  key outbox_due (status, next_attempt_at),
  key outbox_monitor (jurisdiction, status, id),
  key outbox_recipient (recipient_id, channel, status)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Messages of a WeChat template that a person has agreed to: as the mini-program told, as WeChat pushed, and how many were sent since.
create table if not exists message_quotas (
  user_id varchar(32) not null,
  template varchar(10) not null,
  told integer not null,
  pushed integer not null,
  spent integer not null,
  -- The second of the newest push that was counted.
  pushed_at bigint not null,
  changed_at bigint not null,
  primary key (user_id, template)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- One row for each morning on which supervisors were told what is late.
create table if not exists alert_choices (
  user_id varchar(32) not null primary key,
  -- Names of stages, parted by |; of the others there is the digest.
  single_stages varchar(200) not null,
  constraint alert_choices_user foreign key (user_id) references users (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists supervisor_digests (
  jurisdiction varchar(6) not null,
  on_day varchar(10) not null,
  cases integer not null,
  made_at bigint not null,
  primary key (jurisdiction, on_day)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- What the program keeps for itself.

-- Programs that are running, or were until their last sign of life. Leases name them.
create table if not exists nodes (
  id varchar(32) not null primary key,
  roles varchar(50) not null,
  program varchar(50) not null,
  started_at bigint not null,
  seen_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Rows that a sweep could not handle: tried again from a written list of intervals, then parked for an administrator.
create table if not exists sweep_failures (
  id varchar(32) not null primary key,
  sweep varchar(30) not null,
  -- Which of the sweep's rows.
  row_key varchar(100) not null,
  -- Whose administrators see it; null: every jurisdiction's.
  jurisdiction varchar(6),
  case_id varchar(32),
  attempts integer not null,
  -- Types and codes only, never a value: values may be personal.
  error varchar(300) not null,
  first_failed_at bigint not null,
  last_failed_at bigint not null,
  -- Null when it is parked.
  next_attempt_at bigint,
  parked_at bigint,
  unique key sweep_failures_row (sweep, row_key)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists data_protection_keys (
  id varchar(100) not null primary key,
  xml mediumtext not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- Long work that somebody asked for; its file stands beside it in parts.
create table if not exists bulk_jobs (
  id varchar(32) not null primary key,
  kind varchar(20) not null,
  jurisdiction varchar(6) not null,
  asked_by varchar(32) not null,
  request mediumtext not null,
  file_name varchar(100) not null,
  state varchar(10) not null,
  done integer not null,
  total integer not null,
  parts integer not null,
  asked_at bigint not null,
  -- When a worker may take it: at once, or when another worker's lease has run out; null when there is nothing left to do.
  due_at bigint,
  lease varchar(32),
  ends_at bigint not null,
  key bulk_jobs_due (due_at),
  key bulk_jobs_ends (ends_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists bulk_files (
  job_id varchar(32) not null,
  part integer not null,
  bytes longblob not null,
  primary key (job_id, part)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table if not exists idempotency_keys (
  id varchar(64) not null primary key,
  body_hash varchar(64) not null,
  answer mediumtext not null,
  created_at bigint not null,
  key idempotency_keys_age (created_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

-- The demo's clock, when it was moved.
create table if not exists sandbox_clock (
  id integer not null primary key,
  last_at bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
