-- The firm's own pages: its places and how it does what it says there, what a
-- consultant has seen of it, and that it has read what is expected of it.

ALTER TABLE workplace ADD COLUMN p_number TEXT NOT NULL DEFAULT '';
	-- ten digits, as the firm wrote it; '': not said

ALTER TABLE honours ADD COLUMN how TEXT NOT NULL DEFAULT '';
	-- how they do it, in their words, 80 characters
ALTER TABLE honours ADD COLUMN denied_at @INT@;
	-- when a consultant found that it is not so; NULL: nobody has
ALTER TABLE honours ADD COLUMN denied_by @INT@ REFERENCES person;
	-- which one

-- What nobody has looked at yet.
CREATE INDEX honours_waiting ON honours (workplace_id, said_at)
	WHERE checked_at IS NULL AND denied_at IS NULL;

-- Who is asked for at a place, or comes there.
CREATE INDEX task_workplace ON task (workplace_id);

-- That the firm has said yes to what is expected of a workplace.
ALTER TABLE employer ADD COLUMN expected_version @INT@;
	-- of the words (EXPECTED_VERSION); NULL: not yet
ALTER TABLE employer ADD COLUMN expected_at @INT@; -- when
ALTER TABLE employer ADD COLUMN expected_by @INT@ REFERENCES person;
	-- the contact who did, or the consultant whom they told
CREATE INDEX employer_expected ON employer (expected_by)
	WHERE expected_by IS NOT NULL;
