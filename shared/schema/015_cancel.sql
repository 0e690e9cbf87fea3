-- What a workplace has cancelled: a task, or one place of it (cancel.h). The
-- citizens are not told why.
CREATE TABLE cancel (
	id            @PK@,
	task_id       @INT@ NOT NULL REFERENCES task, -- of it, or all of it
	engagement_id @INT@ REFERENCES engagement, -- whose place; NULL: all
	reason        TEXT NOT NULL,     -- cancel_reasons[]
	words         TEXT NOT NULL,     -- as they wrote it; may be ''
	people        @INT@ NOT NULL,    -- how many had agreed to come
	late          @INT@ NOT NULL,    -- 1: so late that they are paid (P14)
	cancelled_by  @INT@ NOT NULL REFERENCES person, -- who pressed
	cancelled_at  @INT@ NOT NULL     -- when
) @STRICT@;
CREATE INDEX cancel_task ON cancel (task_id);

-- A citizen's hours are those that were kept, and those of what was cancelled
-- too late (hours.h).
CREATE INDEX engagement_hours ON engagement (citizen_id, shift_id)
	WHERE state <> 'given_up';
