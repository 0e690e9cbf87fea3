-- To hurry slowly, and to see that it is fair: by what the month's report and
-- the steps of a weekly ceiling are looked up.

-- A municipality's people, and a month's questions and tasks.
CREATE INDEX citizen_municipality ON citizen (municipality_id, person_id);
CREATE INDEX offer_asked ON offer (citizen_id, asked_at);
CREATE INDEX task_opened ON task (opened_at);

-- ---- the weekly ceiling, step by step ----

-- The dated steps of how many hours a week somebody may be asked for: a mentor
-- writes down what the two agreed when they talked (C34). The newest counts,
-- and is what citizen.ceiling_minutes says; who has none has the one they came
-- with.
CREATE TABLE ceiling (
	id             @PK@,
	citizen_id     @INT@ NOT NULL REFERENCES citizen,
	before_minutes @INT@ NOT NULL,   -- a week, until then
	minutes        @INT@ NOT NULL CHECK (minutes BETWEEN 0 AND 2220),
	               -- a week, from then on
	proposed_by    @INT@ NOT NULL REFERENCES person,
	               -- the mentor who wrote it down
	proposed_at    @INT@ NOT NULL,   -- when, and since when it holds
	agreed_on      @INT@ NOT NULL,   -- the day the citizen said yes to it
	way            TEXT NOT NULL CHECK (way IN ('met', 'phone', 'work')),
	               -- how they talked: face to face, by phone, at the workplace
	why            TEXT NOT NULL,
	               -- why a step was left out; '' when none was
	ended_at       @INT@             -- when another took its place
) @STRICT@;
CREATE UNIQUE INDEX ceiling_now ON ceiling (citizen_id)
	WHERE ended_at IS NULL;
CREATE INDEX ceiling_citizen ON ceiling (citizen_id, id);
