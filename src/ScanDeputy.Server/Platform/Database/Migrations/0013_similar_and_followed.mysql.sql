-- When somebody chose to follow another's case; null for who follows because their own was merged into it.
alter table case_followers add column chosen_at bigint;

-- What is open and alike: the newest of one category at one station, by state, and those around a place.
create index cases_similar_station on cases (station_id, category_id, status, id);
create index cases_similar_place on cases (category_id, status, lat, lng);

-- Who looked at a photo that was held and let the public see it.
alter table attachments add column released_by varchar(32);
alter table attachments add column released_at bigint;
