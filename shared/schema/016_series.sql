-- A weekly series: the same hours on the same weekday for some weeks, as wall
-- time. Each date is a task of its own, which can be moved, cancelled and
-- confirmed alone; people are asked once, for all of them (series.h). And whom
-- a firm would like to have back.
CREATE TABLE series (
	id          @PK@,
	employer_id @INT@ NOT NULL REFERENCES employer,
	task_id     @INT@ REFERENCES task,
	            -- whose question is for all that follow; NULL: no one's
	made_by     @INT@ NOT NULL REFERENCES person, -- who pressed the button
	made_at     @INT@ NOT NULL,      -- when
	fixed_by    @INT@ REFERENCES person, -- who asked for a steady job of it
	fixed_at    @INT@                -- when; NULL: nobody has
) @STRICT@;
CREATE INDEX series_employer ON series (employer_id);
CREATE INDEX series_fixed ON series (fixed_at) WHERE fixed_at IS NOT NULL;
CREATE INDEX series_task ON series (task_id) WHERE task_id IS NOT NULL;

ALTER TABLE task ADD COLUMN series_id @INT@ REFERENCES series;
	-- NULL: it is a single one
ALTER TABLE task ADD COLUMN follows @INT@ NOT NULL DEFAULT 0;
	-- 1: whoever says yes to the series is given it; nobody is asked for
	-- it by itself
CREATE INDEX task_series ON task (series_id, id) WHERE series_id IS NOT NULL;

ALTER TABLE task ADD COLUMN first_id @INT@ REFERENCES person;
	-- who is asked before all others; NULL: nobody

ALTER TABLE offer ADD COLUMN lead_id @INT@ REFERENCES offer;
	-- the question whose yes gave it; NULL: they were asked it
CREATE INDEX offer_lead ON offer (lead_id) WHERE lead_id IS NOT NULL;
