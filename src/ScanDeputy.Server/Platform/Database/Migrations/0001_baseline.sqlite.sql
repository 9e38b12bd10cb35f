-- The schema, in the order of its references: the network of stations, the rules, people, cases, what people are told, what the program
-- keeps for itself. From the first release on a change is a new numbered file, and this one stays as it is.
--
-- Instants (…_at) are UTC in milliseconds, days (…_on, on_day) are Chinese dates written yyyy-MM-dd, ids are UUIDv7 in 32 hexadecimal digits.
-- Names, phones and openids are encrypted (…_encrypted); the columns …_hash beside them are keyed hashes for looking them up.

-- The oldest program that may run on this schema, by the last migration that it knows. A migration that takes something away raises it.
create table schema_floor (
  oldest_program integer not null primary key
);
insert into schema_floor (oldest_program) values (1);

-- The network of stations.

create table jurisdictions (
  code varchar(6) not null primary key,
  name varchar(100) not null,
  number_prefix varchar(8) not null,
  is_demo integer not null
);

-- Whether the duties of administrators are kept apart (三权分立), and whether roles are given by two people; without a row neither is.
create table duty_rules (
  jurisdiction varchar(6) not null primary key references jurisdictions (code),
  separated integer not null,
  second_person integer not null
);

create table districts (
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
  version integer not null default 1
);
create index districts_parent on districts (parent, code);
-- Names and initials are looked for from their beginning, the widest districts first.
create index districts_name on districts (level, search_text, code);
create index districts_initials on districts (level, initials, code);

create table stations (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  district varchar(12) not null references districts (code),
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
  version integer not null default 1
);
create index stations_district on stations (district, id);
create index stations_jurisdiction on stations (jurisdiction, id);
create index stations_place on stations (active, cell, district, lat, lng, id);

create table station_codes (
  code varchar(11) not null primary key,
  station_id varchar(32) not null references stations (id),
  placement varchar(600) not null,
  status varchar(10) not null,
  issued_at bigint not null,
  grace_until bigint,
  revoked_at bigint,
  revoke_reason varchar(2400),
  -- The account that issued, replaced or took back the code last; null for one that came with an import.
  changed_by varchar(32),
  -- The deputy whose card it stands on, chosen on the page that it opens; null for a code of the whole station.
  deputy_id varchar(32)
);
create index station_codes_station on station_codes (station_id, issued_at);

-- How a county's plates look.
create table plate_styles (
  jurisdiction varchar(6) not null primary key references jurisdictions (code),
  colour varchar(7) not null,
  heading varchar(80) not null,
  -- Nothing left in it but the picture.
  emblem blob,
  emblem_type varchar(20),
  version integer not null
);

-- The files by which WeChat makes sure that the domain is ours, as it gave them out.
create table verification_files (
  name varchar(64) not null primary key,
  content varchar(200) not null,
  jurisdiction varchar(6) not null references jurisdictions (code),
  created_at bigint not null
);

-- How often a code was opened on a day; nothing of who opened it.
create table code_scans (
  code varchar(11) not null,
  on_day varchar(10) not null,
  scans integer not null,
  -- Of which it was known where, and of those the ones far from the station.
  placed integer not null default 0,
  far integer not null default 0,
  primary key (code, on_day)
);

create table deputies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  district varchar(12) not null references districts (code),
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
  version integer not null default 1
);
create index deputies_jurisdiction on deputies (jurisdiction, id);
create index deputies_active on deputies (active, id);
-- Looked for from the beginning of the name.
create index deputies_name on deputies (name, id);

create table station_deputies (
  station_id varchar(32) not null references stations (id),
  deputy_id varchar(32) not null references deputies (id),
  position integer not null,
  primary key (station_id, deputy_id)
);

-- Pictures of deputies and stations that offices hand in, with nothing left in them but the picture.
create table pictures (
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
  thumbnail blob,
  bytes blob not null,
  created_at bigint not null,
  created_by varchar(32) not null
);
create index pictures_owner on pictures (register, owner_id, id);

-- 选区: a set of towns, villages or communities that elects deputies of the county's or a town's congress.
create table constituencies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  name varchar(100) not null,
  level varchar(10) not null,
  -- As they are said, with | between: codes, and numbers of deputies. The two tables below have them by their keys.
  districts text not null,
  deputies text not null,
  active integer not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  version integer not null default 1
);
create index constituencies_jurisdiction on constituencies (jurisdiction, id);

create table constituency_districts (
  constituency_id varchar(32) not null references constituencies (id),
  district varchar(12) not null references districts (code),
  primary key (constituency_id, district)
);
create index constituency_districts_district on constituency_districts (district, constituency_id);

create table constituency_deputies (
  constituency_id varchar(32) not null references constituencies (id),
  deputy_id varchar(32) not null references deputies (id),
  primary key (constituency_id, deputy_id)
);
create index constituency_deputies_deputy on constituency_deputies (deputy_id, constituency_id);

create table reception_days (
  station_id varchar(32) not null references stations (id),
  held_on varchar(10) not null,
  deputy_id varchar(32) not null references deputies (id),
  primary key (station_id, held_on, deputy_id)
);

-- When a station receives: a recurrence (RRULE), the times of day, whose turn it is. The days that follow from it are receptions.
create table reception_rules (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  station_id varchar(32) not null references stations (id),
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
  plan_at bigint not null default 0
);
create index reception_rules_jurisdiction on reception_rules (jurisdiction, id);
create index reception_rules_station on reception_rules (station_id);
create index reception_rules_plan on reception_rules (plan_at);

-- The days of the rules, a row for each time of day: those of the next months, and all that were.
create table receptions (
  -- The rule's id, the day as the recurrence gives it, the time of day: the same however the day is moved.
  id varchar(64) not null primary key,
  jurisdiction varchar(6) not null,
  rule_id varchar(32) not null references reception_rules (id),
  station_id varchar(32) not null references stations (id),
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
  changed_at bigint not null
);
create index receptions_station on receptions (station_id, held_on);
create index receptions_rule on receptions (rule_id, planned_on);
create index receptions_day on receptions (jurisdiction, held_on);

create table reception_deputies (
  reception_id varchar(64) not null references receptions (id),
  deputy_id varchar(32) not null references deputies (id),
  position integer not null,
  primary key (reception_id, deputy_id)
);
create index reception_deputies_deputy on reception_deputies (deputy_id, reception_id);

-- Who has booked a reception, waits for it, or came to it.
create table reception_bookings (
  id varchar(32) not null primary key,
  reception_id varchar(64) not null references receptions (id),
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
  forget_at bigint
);
create unique index reception_bookings_day on reception_bookings (user_id, day_key);
create index reception_bookings_reception on reception_bookings (reception_id, status, id);
create index reception_bookings_user on reception_bookings (user_id, id);
create index reception_bookings_remind on reception_bookings (remind_at);
create index reception_bookings_forget on reception_bookings (forget_at);

create table categories (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  name varchar(50) not null,
  stopper varchar(300),
  position integer not null,
  active integer not null default 1,
  icon varchar(16) not null default 'Other',
  -- Years after the end of a case for which its personal data is kept; null: for good.
  retention_years integer,
  version integer not null default 1
);
create index categories_jurisdiction on categories (jurisdiction, position);
create index categories_retention on categories (retention_years, id);

-- Texts that an office keeps for answers; what stands in braces is filled in for the case at hand.
create table answer_templates (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  -- Null for cases of every category.
  category_id varchar(32) references categories (id),
  move varchar(20) not null,
  title varchar(60) not null,
  text varchar(2000) not null,
  active integer not null default 1,
  version integer not null default 1
);
create index answer_templates_jurisdiction on answer_templates (jurisdiction, move);

create table agencies (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null references jurisdictions (code),
  district varchar(12) not null references districts (code),
  name varchar(100) not null,
  active integer not null,
  -- The office's own number of it; null for one that has none, which is then called by its id.
  reference varchar(32),
  -- The agency that it belongs to; without a reference, since one file may name a child before its parent.
  parent_id varchar(32),
  -- Whom to ask first (首问责任人): the office's contact for its work, told to the parties of its cases.
  contact_name varchar(50),
  contact_phone varchar(40),
  version integer not null default 1
);
create index agencies_jurisdiction on agencies (jurisdiction, id);

create table agency_rules (
  district varchar(12) not null references districts (code),
  category_id varchar(32) not null references categories (id),
  agency_id varchar(32) not null references agencies (id),
  -- Numbers of those that handle with it, with '|' between.
  co_agencies varchar(400) not null default '',
  -- The first day, '' for ever since, since it is part of the key; and the last one, inclusive.
  valid_from varchar(10) not null default '',
  valid_to varchar(10),
  version integer not null default 1,
  primary key (district, category_id, valid_from)
);

-- The audit trail: who did or saw what, from where and with which request, each with the hash of the one before it in its chain, which is the
-- jurisdiction's. Never changed; deleted by the owner of the schema only, when the time of keeping is over (docs/decisions/0024).
create table audit_events (
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
  details text not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  primary key (chain, sequence)
);
create index audit_events_newest on audit_events (chain, id);
create index audit_events_object on audit_events (chain, object, object_id, id);
create index audit_events_person on audit_events (chain, person, id);
create index audit_events_by on audit_events (chain, made_by, id);
create index audit_events_kind on audit_events (chain, kind, id);

-- The last entry of each chain.
create table audit_heads (
  chain varchar(6) not null primary key,
  sequence bigint not null,
  hash varchar(64) not null
);

-- Where a chain begins since old entries were deleted: the last one that went.
create table audit_anchors (
  chain varchar(6) not null,
  sequence bigint not null,
  hash varchar(64) not null,
  made_by varchar(64) not null,
  made_at bigint not null,
  primary key (chain, sequence)
);

-- 届次: the term of a level's congress in a jurisdiction; deputies have its level and name.
create table congress_terms (
  id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  level varchar(10) not null,
  name varchar(50) not null,
  first_on varchar(10) not null,
  -- Inclusive; null while it is not known.
  last_on varchar(10),
  -- When an office has said that it ends.
  ended_at bigint,
  version integer not null default 1
);
create unique index congress_terms_name on congress_terms (jurisdiction, level, name);

-- A deputy who leaves, on which day, and who takes the open cases (null: whose turn it is at each case's station).
create table deputy_departures (
  deputy_id varchar(32) not null primary key,
  jurisdiction varchar(6) not null,
  leaves_on varchar(10) not null,
  successor_id varchar(32),
  reason varchar(1000) not null,
  announced_by varchar(64) not null,
  announced_at bigint not null,
  done_at bigint
);
create index deputy_departures_due on deputy_departures (done_at, leaves_on);

-- The rules: limits of the stages, and the days that count.

create table policies (
  jurisdiction varchar(6) not null references jurisdictions (code),
  version varchar(32) not null,
  valid_from bigint not null,
  limits text not null,
  -- When an administrator applied the version to the stages that were open then.
  applied_at bigint,
  created_at bigint,
  created_by varchar(32),
  primary key (jurisdiction, version)
);

-- The notices that working days follow from: the State Council's (jurisdiction empty: everywhere) and a region's own days. Only added to.
create table calendar_notices (
  id varchar(40) not null primary key,
  jurisdiction varchar(6) not null,
  year integer not null,
  regional integer not null,
  sources text not null,
  days text not null,
  in_force_from bigint not null,
  imported_by varchar(64),
  -- When all open stages had been counted with it.
  applied_at bigint
);
create index calendar_notices_jurisdiction on calendar_notices (jurisdiction, id);

-- People.

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
  -- Whoever signs in with it sets another one first: somebody else has made it.
  password_must_change integer not null default 0,
  deputy_id varchar(32) references deputies (id),
  agency_id varchar(32) references agencies (id),
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
  former_phone_hash varchar(64)
);
create unique index users_openid on users (openid_hash);
create unique index users_phone on users (phone_hash);
create unique index users_user_name on users (user_name);
create index users_former_phone on users (former_phone_hash);
create index users_deputy on users (deputy_id);
create index users_agency on users (agency_id);

create table user_roles (
  user_id varchar(32) not null references users (id),
  role varchar(30) not null,
  jurisdiction varchar(6) not null,
  primary key (user_id, role)
);
create index user_roles_role on user_roles (jurisdiction, role, user_id);

-- Roles that one person has proposed for an account and another has not confirmed yet (docs/operations/people.md); the newest of an account.
create table role_proposals (
  user_id varchar(32) not null primary key references users (id),
  jurisdiction varchar(6) not null references jurisdictions (code),
  -- What is said of the account with its roles, as JSON; its name and phone are not in it.
  draft varchar(4000) not null,
  -- Whether the account is opened by it, and the phone that it has then.
  opens integer not null,
  phone_encrypted varchar(400),
  proposed_by varchar(32) not null,
  proposed_at bigint not null,
  expires_at bigint not null
);
create index role_proposals_jurisdiction on role_proposals (jurisdiction, proposed_at);
create index role_proposals_expires on role_proposals (expires_at);

-- In place of a code for whoever has lost the authenticator, each once; kept as keyed hashes.
create table recovery_codes (
  user_id varchar(32) not null references users (id),
  code_hash varchar(64) not null,
  used_at bigint,
  primary key (user_id, code_hash)
);

-- Which stations somebody keeps (站长、联络员): a station may have several keepers, and a keeper several stations.
create table station_keepers (
  user_id varchar(32) not null references users (id),
  station_id varchar(32) not null references stations (id),
  primary key (user_id, station_id)
);
create index station_keepers_station on station_keepers (station_id, user_id);

-- Whoever is away, from the first day to the last, and who hears of their work meanwhile.
create table absences (
  id varchar(32) not null primary key,
  user_id varchar(32) not null,
  jurisdiction varchar(6) not null,
  from_on varchar(10) not null,
  until_on varchar(10) not null,
  substitute_id varchar(32) not null,
  made_by varchar(32) not null,
  made_at bigint not null
);
create index absences_user on absences (user_id, until_on);

-- Which version of the privacy notice somebody agreed to, when, and with what. Never changed.
create table privacy_agreements (
  user_id varchar(32) not null references users (id),
  version integer not null,
  agreed_at bigint not null,
  place varchar(20) not null,
  primary key (user_id, version)
);

-- The audit lines of accounts whose phone or WeChat changed hands: appended, never altered.
create table account_changes (
  id varchar(32) not null primary key,
  user_id varchar(32) not null references users (id),
  kind varchar(20) not null,
  reason varchar(2400),
  made_by varchar(32) not null,
  made_at bigint not null
);
create index account_changes_user on account_changes (user_id, made_at);

create table sessions (
  id varchar(32) not null primary key,
  user_id varchar(32) not null references users (id),
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
  revoked_at bigint
);
create index sessions_expiry on sessions (expires_at);
-- All sessions of one account, to end them.
create index sessions_user on sessions (user_id);

create table sign_in_failures (
  subject varchar(64) not null primary key,
  failures integer not null,
  blocked_until bigint not null,
  last_at bigint not null
);

-- The code that was sent to a phone last, as a keyed hash: for one sign-in, some minutes and some tries.
create table sms_codes (
  phone_hash varchar(64) not null primary key,
  code_hash varchar(64) not null,
  tries integer not null,
  sent_at bigint not null,
  expires_at bigint not null
);
create index sms_codes_expiry on sms_codes (expires_at);

-- A sign-in at a desk that waits for somebody's phone: shown as a code, for one sign-in and some minutes.
create table desk_sign_ins (
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
  user_id varchar(32) references users (id),
  created_at bigint not null,
  expires_at bigint not null
);
create index desk_sign_ins_expiry on desk_sign_ins (expires_at);

-- Carries somebody from the mini-program into a page, once.
create table web_tickets (
  hash varchar(64) not null primary key,
  user_id varchar(32) not null references users (id),
  path varchar(300) not null,
  expires_at bigint not null
);
create index web_tickets_expiry on web_tickets (expires_at);

-- Lets somebody who was given an account set their first password, once.
create table invitations (
  hash varchar(64) not null primary key,
  user_id varchar(32) not null references users (id),
  expires_at bigint not null
);
create index invitations_user on invitations (user_id);
create index invitations_expiry on invitations (expires_at);

-- Cases.

create table cases (
  id varchar(32) not null primary key,
  number varchar(24) not null,
  version integer not null,
  status varchar(12) not null,
  jurisdiction varchar(6) not null references jurisdictions (code),
  station_id varchar(32) not null references stations (id),
  district varchar(12) not null references districts (code),
  -- The town that the district is or lies in; null where it is wider.
  town varchar(12),
  category_id varchar(32) not null references categories (id),
  -- Who reported it; of a deputy's own suggestion the deputy's account.
  resident_id varchar(32) not null references users (id),
  -- What a deputy's own suggestion is; null where a resident reported the matter.
  own_kind varchar(12),
  deputy_id varchar(32) references deputies (id),
  lead_agency_id varchar(32) references agencies (id),
  title varchar(200) not null,
  text text not null,
  -- Title and text as they are searched (Platform/Texts/SearchText.cs).
  search_text text not null,
  -- The same of what the public sees: masked, so that nobody finds by trying what is not shown.
  public_text text,
  place_address varchar(300),
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
  erased_on varchar(10)
);
create unique index cases_number on cases (number);
create index cases_resident on cases (resident_id, id);
create index cases_deputy on cases (deputy_id, status, id);
-- Lists: each of them, and each of its filters, is a walk along one of these in the order of ids (docs/decisions/0019).
create index cases_jurisdiction on cases (jurisdiction, id);
create index cases_jurisdiction_status on cases (jurisdiction, status, id);
create index cases_town on cases (jurisdiction, town, id);
create index cases_town_status on cases (jurisdiction, town, status, id);
create index cases_district on cases (jurisdiction, district, id);
create index cases_deputy_newest on cases (jurisdiction, deputy_id, id);
create index cases_station on cases (jurisdiction, station_id, id);
-- The last column is for what is open and alike at one station.
create index cases_station_status on cases (station_id, status, id, category_id);
create index cases_retention on cases (category_id, erased_on, ended_day);
create index cases_similar_place on cases (category_id, status, lat, lng);
-- What the public reads, newest first: all of a jurisdiction, or of one category.
create index cases_public on cases (jurisdiction, is_public, content_status, id);
create index cases_public_category on cases (jurisdiction, category_id, is_public, content_status, id);
-- Counted whole for the rates, without the rows.
create index cases_rates on cases (jurisdiction, own_kind, status, answered, outcome, grade);
create index cases_due on cases (jurisdiction, due_on, id, clock_stopped);
-- A new report has neither and need not be written into them.
create index cases_expiry on cases (expires_on, id) where expires_on is not null;
create index cases_reminders on cases (remind_at) where remind_at is not null;

create table case_agencies (
  case_id varchar(32) not null references cases (id),
  agency_id varchar(32) not null references agencies (id),
  is_lead integer not null,
  -- The case's, so that an agency's cases of one state are one walk.
  status varchar(12) not null,
  primary key (case_id, agency_id)
);
create index case_agencies_agency on case_agencies (agency_id, case_id);
create index case_agencies_status on case_agencies (agency_id, status, case_id);

-- The deputies who were asked to sign another deputy's own suggestion, and what they said (Domain/Cases/CoSigner.cs).
create table case_co_signers (
  case_id varchar(32) not null references cases (id),
  deputy_id varchar(32) not null references deputies (id),
  standing varchar(12) not null,
  primary key (case_id, deputy_id)
);
create index case_co_signers_deputy on case_co_signers (deputy_id, case_id);

-- What a case waits for, of whom and until when: a row for each (Domain/Cases/Waiting). Written with every change of the case, so that the list of
-- what waits for somebody is one walk along an index, most urgent first.
create table case_waits (
  case_id varchar(32) not null references cases (id),
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
  primary key (case_id, kind, owner_id)
);
create index case_waits_urgent on case_waits (role, owner_id, place);
create index case_waits_newest on case_waits (role, owner_id, case_id);
create index case_waits_late on case_waits (jurisdiction, of_stage, place);

-- By which a visitor without an account sees what came of their talk, and rates it once.
create table rating_links (
  id varchar(32) not null primary key,
  case_id varchar(32) not null references cases (id),
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);
create index rating_links_case on rating_links (case_id);

-- What the author of a report agreed to, each for itself, until it was taken back.
create table case_consents (
  case_id varchar(32) not null references cases (id),
  kind varchar(20) not null,
  -- The author, or the keeper who wrote the report down.
  given_by varchar(32) not null,
  given_at bigint not null,
  withdrawn_by varchar(32),
  withdrawn_at bigint,
  primary key (case_id, kind)
);

create table case_followers (
  case_id varchar(32) not null references cases (id),
  user_id varchar(32) not null references users (id),
  -- When somebody chose to follow another's case; null for who follows because their own was merged into it.
  chosen_at bigint,
  primary key (case_id, user_id)
);
create index case_followers_user on case_followers (user_id, case_id);

-- Who spoke for an agency, and what was said (三见面): personal, and erased with the rest; the entry of the ledger holds its fingerprint.
create table case_contacts (
  case_id varchar(32) not null references cases (id),
  -- Of the entry.
  sequence integer not null,
  nonce varchar(32) not null,
  who text not null,
  words text not null,
  primary key (case_id, sequence)
);

-- How far somebody has read a case: what came after is new to them.
create table case_visits (
  user_id varchar(32) not null references users (id),
  case_id varchar(32) not null references cases (id),
  -- The last event that there was, and when they looked.
  seen_to integer not null,
  seen_at bigint not null,
  primary key (user_id, case_id)
);

create table case_events (
  case_id varchar(32) not null references cases (id),
  sequence integer not null,
  at bigint not null,
  actor_id varchar(64) not null,
  actor_role varchar(20) not null,
  data text not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  hashed_by varchar(8) not null default 'SHA-256',
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
  -- A pause that was granted in time is running: whatever the date says, the stage is not late.
  clock_stopped integer not null,
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
-- What the gauges count: open stages by kind and date.
create index stages_open on stages (ended_at, kind, due_on, clock_stopped);

-- Each date of an open stage that changed although nobody made a move: by another policy or another calendar. Only added to.
create table due_date_changes (
  id varchar(32) not null primary key,
  case_id varchar(32) not null references cases (id),
  sequence integer not null,
  jurisdiction varchar(6) not null,
  old_due_on varchar(10) not null,
  new_due_on varchar(10) not null,
  policy_version varchar(32) not null,
  calendar_version varchar(64) not null,
  changed_by varchar(64) not null,
  changed_at bigint not null
);
create index due_date_changes_case on due_date_changes (case_id, sequence, id);
create index due_date_changes_jurisdiction on due_date_changes (jurisdiction, id);

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
  created_at bigint not null,
  -- Who looked at a photo that was held and let the public see it.
  released_by varchar(32),
  released_at bigint
);
create index attachments_case on attachments (case_id, position);
create index attachments_unclaimed on attachments (case_id, created_at);
create index attachments_owner on attachments (owner_id, created_at);
create index attachments_sha256 on attachments (sha256);

create table attachment_contents (
  sha256 varchar(64) not null primary key,
  -- The small form of a photo; null when it can have none. It stands before the bytes so that it is read without them.
  thumbnail longblob,
  bytes longblob not null
);

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
  last_error varchar(300),
  -- Why WeChat found a report's text unfit, so that its author can be told what to change.
  label integer,
  -- Who let the public see a text that was held.
  released_by varchar(32),
  released_at bigint
);
create index content_checks_due on content_checks (status, next_attempt_at);
create index content_checks_case on content_checks (case_id);
create index content_checks_trace on content_checks (trace_id);

-- One hash a day over the heads of all ledgers, and one over those of the audit trail, to be deposited where nobody here can change it.
create table ledger_roots (
  on_day varchar(10) not null primary key,
  cases integer not null,
  root varchar(64) not null,
  -- The same over the heads of the audit trail.
  audit_root varchar(64) not null,
  made_at bigint not null
);

-- The days of report that were looked through for matters without a result.
create table resident_clock_days (
  on_day varchar(10) not null primary key,
  made_at bigint not null
);

-- Human case numbers are handed out in blocks: gaps are allowed, duplicates never.
create table number_blocks (
  prefix varchar(16) not null primary key,
  next_number bigint not null
);

-- What people are told.

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
-- What somebody has not read, newest first: counted on every page, whatever they have read before.
create index alerts_unread on alerts (recipient_id, read_at, id);
-- What is new of a case to one person.
create index alerts_case on alerts (recipient_id, case_id, read_at);

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
  done_at bigint,
  -- Whose administrators see the row when it could not be delivered.
  jurisdiction varchar(6),
  -- Of somebody without an account, until the message is sent.
  to_phone_encrypted varchar(300),
  -- Of a message that WeChat has taken, by which it tells later what became of it; null when it named none.
  message_id bigint
);
create unique index outbox_dedupe on outbox (dedupe_key);
create index outbox_due on outbox (status, next_attempt_at);
create index outbox_monitor on outbox (jurisdiction, status, id);
create index outbox_recipient on outbox (recipient_id, channel, status);

-- Messages of a WeChat template that a person has agreed to: as the mini-program told, as WeChat pushed, and how many were sent since.
create table message_quotas (
  user_id varchar(32) not null references users (id),
  template varchar(10) not null,
  told integer not null,
  pushed integer not null,
  spent integer not null,
  -- The second of the newest push that was counted.
  pushed_at bigint not null,
  changed_at bigint not null,
  primary key (user_id, template)
);

-- One row for each morning on which supervisors were told what is late.
-- Who hears of what is late once a day instead of one by one; a supervisor without a row hears of each.
create table alert_choices (
  user_id varchar(32) not null primary key references users (id),
  -- Names of stages, parted by |; of the others there is the digest.
  single_stages varchar(200) not null
);

create table supervisor_digests (
  jurisdiction varchar(6) not null,
  on_day varchar(10) not null,
  cases integer not null,
  made_at bigint not null,
  primary key (jurisdiction, on_day)
);

-- What the program keeps for itself.

-- Programs that are running, or were until their last sign of life. Leases name them.
create table nodes (
  id varchar(32) not null primary key,
  roles varchar(50) not null,
  program varchar(50) not null,
  started_at bigint not null,
  seen_at bigint not null
);

-- Rows that a sweep could not handle: tried again from a written list of intervals, then parked for an administrator.
create table sweep_failures (
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
  parked_at bigint
);
create unique index sweep_failures_row on sweep_failures (sweep, row_key);

create table data_protection_keys (
  id varchar(100) not null primary key,
  xml text not null
);

-- Long work that somebody asked for; its file stands beside it in parts.
create table bulk_jobs (
  id varchar(32) not null primary key,
  kind varchar(20) not null,
  jurisdiction varchar(6) not null,
  asked_by varchar(32) not null,
  request text not null,
  file_name varchar(100) not null,
  state varchar(10) not null,
  done integer not null,
  total integer not null,
  parts integer not null,
  asked_at bigint not null,
  -- When a worker may take it: at once, or when another worker's lease has run out; null when there is nothing left to do.
  due_at bigint,
  lease varchar(32),
  ends_at bigint not null
);
create index bulk_jobs_due on bulk_jobs (due_at);
create index bulk_jobs_ends on bulk_jobs (ends_at);

create table bulk_files (
  job_id varchar(32) not null,
  part integer not null,
  bytes blob not null,
  primary key (job_id, part)
);

create table idempotency_keys (
  id varchar(64) not null primary key,
  body_hash varchar(64) not null,
  answer text not null,
  created_at bigint not null
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- The demo's clock, when it was moved.
create table sandbox_clock (
  id integer not null primary key,
  last_at bigint not null
);
