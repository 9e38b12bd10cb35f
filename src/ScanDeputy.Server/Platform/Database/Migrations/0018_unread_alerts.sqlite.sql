-- What somebody has not read, newest first: counted on every page, whatever they have read before.
create index alerts_unread on alerts (recipient_id, read_at, id);
