-- What is said as time goes: the day before a shift, hours that are missing,
-- whether the money came; who stands in for whom; the budget of messages; and
-- what is to be forgotten again.

-- ---- an engagement's own plan (reminder.h) ----

ALTER TABLE engagement ADD COLUMN remind_step @INT@ NOT NULL DEFAULT 0;
	-- which of its steps is next
ALTER TABLE engagement ADD COLUMN remind_at @INT@;
	-- when to look at it again; NULL: there is nothing more
ALTER TABLE engagement ADD COLUMN paid TEXT NOT NULL DEFAULT 'none'
	CHECK (paid IN ('none', 'asked', 'came', 'missing'));
	-- what the citizen says of the money (P10)
UPDATE engagement SET remind_at = agreed_at WHERE state = 'agreed';
CREATE INDEX engagement_remind ON engagement (remind_at)
	WHERE remind_at IS NOT NULL;

ALTER TABLE citizen ADD COLUMN reminded @INT@ NOT NULL DEFAULT 0;
	-- 1: wants the day before also where they know the place (P16)

-- ---- the budget of messages (notice.h) ----

ALTER TABLE outbox ADD COLUMN counts @INT@ NOT NULL DEFAULT 0;
	-- 1: it takes of the person's week (P16)
ALTER TABLE outbox ADD COLUMN quiet @INT@ NOT NULL DEFAULT 0;
	-- 1: nobody need know that it did not arrive
CREATE INDEX outbox_budget ON outbox (person_id, not_before)
	WHERE counts = 1;

-- ---- follow-up: who stands in, and what a leader has heard of ----

-- A member of staff is away, from a day until the day they are back.
CREATE TABLE leave (
	id          @PK@,
	person_id   @INT@ NOT NULL REFERENCES person, -- who is away
	stand_in_id @INT@ REFERENCES person, -- NULL: nobody
	from_on     @INT@ NOT NULL,      -- the first day
	until_on    @INT@ NOT NULL,      -- the day they are back
	made_at     @INT@ NOT NULL,      -- when it was said
	CHECK (until_on > from_on)
) @STRICT@;
CREATE INDEX leave_person ON leave (person_id, until_on);
CREATE INDEX leave_stand_in ON leave (stand_in_id, until_on);

ALTER TABLE followup ADD COLUMN escalated_at @INT@;
	-- when the leader heard that it waits; once

-- ---- what is done once a day, or once a month ----

CREATE TABLE job (
	name     TEXT PRIMARY KEY,       -- job.h
	done_for @INT@ NOT NULL,         -- the day or month it was last done for
	after_id @INT@ NOT NULL          -- how far it has come with the next
) @STRICT@;

-- ---- what is too old, found without reading the rest (retention.h) ----

CREATE INDEX outbox_made ON outbox (made_at);
CREATE INDEX hook_came ON hook (came_at);
CREATE INDEX offer_unused ON offer (asked_at)
	WHERE state IN ('no', 'expired', 'withdrawn');
CREATE INDEX attention_closed ON attention (closed_at)
	WHERE closed_at IS NOT NULL;
CREATE INDEX link_expires ON link (expires_at);
CREATE INDEX course_ended ON course (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX available_on_day ON available_on (on_day);
CREATE INDEX excluded_expires ON excluded (expires_at);
CREATE INDEX offer_shift ON offer (shift_id);
