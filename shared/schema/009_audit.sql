-- Who saw and did what, in rows that nobody changes; and what the municipality
-- has signed before anything is sent to people (P29, P30).

-- Who saw and did what, and about whom (S27): ids and words, never a name. Each
-- row's digest is over itself and the one before it. It refers to nobody, so
-- that whoever is erased can be: the id that is left is nobody's.
CREATE TABLE audit (
	id              @PK@,            -- its place in the chain: 1, 2, 3 ...
	municipality_id @INT@,           -- who may look at it; NULL: no page
	done_at         @INT@ NOT NULL,  -- when
	done_by         @INT@,           -- who; NULL: a program or the console
	deed            TEXT NOT NULL,   -- audit.h names them
	path            TEXT NOT NULL,
	                -- the page's address, as the table of routes has it
	about_id        @INT@,           -- what :id in it was
	person_id       @INT@,           -- whom it was about; NULL: many, nobody
	digest          TEXT NOT NULL    -- of the row and the digest before it
) @STRICT@;
CREATE INDEX audit_municipality ON audit (municipality_id, id);
CREATE INDEX audit_person ON audit (person_id, id);
CREATE INDEX audit_seen ON audit (done_by, person_id, done_at)
	WHERE deed = 'saw';
CREATE INDEX audit_anchored ON audit (done_at) WHERE deed = 'anchored';
CREATE TRIGGER audit_is_kept BEFORE UPDATE ON audit @REFUSE@;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit @REFUSE@;

-- ---- the authority's duties ----

-- What the municipality has in order before anything is sent to people: never
-- changed, the newest of a name counts.
CREATE TABLE duty (
	id              @PK@,
	municipality_id @INT@ NOT NULL REFERENCES municipality,
	name            TEXT NOT NULL,   -- duty.h names them
	says            TEXT NOT NULL,   -- what it is, or where it lies
	region          TEXT NOT NULL,
	                -- of a processor: where it works; else ''
	signed_by       TEXT NOT NULL,   -- who answers for it
	signed_on       @INT@ NOT NULL,  -- the day they signed
	said_by         @INT@ NOT NULL REFERENCES person,
	                -- which of staff wrote it down
	said_at         @INT@ NOT NULL   -- when
) @STRICT@;
CREATE INDEX duty_newest ON duty (municipality_id, name, id);
CREATE TRIGGER duty_is_kept BEFORE UPDATE ON duty @REFUSE@;
CREATE TRIGGER duty_stays BEFORE DELETE ON duty @REFUSE@;

-- Until when somebody has said that the rule still holds (P30).
ALTER TABLE rule ADD COLUMN confirmed_until @INT@; -- NULL: not asked
