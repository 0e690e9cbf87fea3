-- To hurry slowly, and to see that it is fair: by what the month's report and
-- the steps of a weekly ceiling are looked up.

-- A municipality's people, and a month's questions and tasks.
CREATE INDEX citizen_municipality ON citizen (municipality_id, person_id);
CREATE INDEX offer_asked ON offer (citizen_id, asked_at);
CREATE INDEX task_opened ON task (opened_at);
