-- What firms have begun to fill in of a task: kept at each step, found again on
-- their list of tasks, and gone when it is posted (draft.h).
CREATE TABLE draft (
	id          @PK@,
	employer_id @INT@ NOT NULL REFERENCES employer, -- whose
	written_by  @INT@ NOT NULL REFERENCES person,   -- the contact who wrote
	                                                -- in it last
	key         TEXT,                -- digest of the key of the form that
	                                 -- made it: sent again, it is the same
	form        TEXT NOT NULL,       -- the fields as they were sent, sealed
	                                 -- for written_by
	step        @INT@ NOT NULL,      -- where it was left; 0: at the page
	                                 -- that shows all
	made_at     @INT@ NOT NULL,      -- when it was first kept
	changed_at  @INT@ NOT NULL,      -- and when last
	UNIQUE (employer_id, key)
) @STRICT@;
CREATE INDEX draft_employer ON draft (employer_id, changed_at);
CREATE INDEX draft_writer ON draft (written_by);
CREATE INDEX draft_changed ON draft (changed_at);
