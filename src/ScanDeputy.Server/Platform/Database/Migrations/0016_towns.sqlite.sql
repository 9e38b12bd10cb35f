-- Staff of a town (乡镇、街道), by its district; null for who is of the whole county.
alter table users add column town varchar(12);
