-- Why WeChat found a report's text unfit, so that its author can be told what to change; and who let the public see one that was held.
alter table content_checks add column label int;
alter table content_checks add column released_by varchar(32);
alter table content_checks add column released_at bigint;
