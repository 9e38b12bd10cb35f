-- What the gauges count, each as one walk along an index: cases by state, and open stages by kind and date. The last two columns tell
-- a stage whose clock stands still from one that is late.
create index cases_status on cases (status);
create index stages_open on stages (ended_at, kind, due_on, alert_step, next_alert_at);
