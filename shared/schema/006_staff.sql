-- How staff sign in: a code by mail, and then one that an app shows; or a
-- passkey, which is both. Everybody else may have a passkey too.

-- Of a code on its way to staff: when it was right. The app's code is next.
ALTER TABLE signin ADD COLUMN passed_at @INT@;
ALTER TABLE signin ADD COLUMN app_tries @INT@ NOT NULL DEFAULT 0;
	-- wrong ones of the app's codes

-- Those of before this step have proven one thing alone: they sign in again.
DELETE FROM session;
ALTER TABLE session ADD COLUMN strong @INT@ NOT NULL DEFAULT 0;
	-- 1: with two factors; the roles of staff count in no other
ALTER TABLE session ADD COLUMN proved_at @INT@ NOT NULL DEFAULT 0;
	-- when they last showed who they are

-- The app of a member of staff. Without one they cannot sign in.
CREATE TABLE factor (
	person_id    @PK@ REFERENCES person,
	secret       TEXT NOT NULL,      -- what the app knows, sealed
	made_at      @INT@ NOT NULL,     -- when it was first shown
	confirmed_at @INT@,              -- NULL: no code of it has been right
	used_step    @INT@ NOT NULL DEFAULT 0, -- of the last right code
	wrong        @INT@ NOT NULL DEFAULT 0, -- wrong codes since wrong_at
	wrong_at     @INT@ NOT NULL DEFAULT 0  -- the first one of this hour
) @STRICT@;

-- That somebody may connect their app: with a code that they were given by
-- another way than mail. The code can be made again from the id.
CREATE TABLE enrolment (
	id         @PK@,
	person_id  @INT@ NOT NULL REFERENCES person, -- who may
	digest     TEXT NOT NULL UNIQUE, -- of the code
	made_by    @INT@ REFERENCES person, -- an admin; NULL: the console
	made_at    @INT@ NOT NULL,       -- when
	expires_at @INT@ NOT NULL,       -- a day later
	used_at    @INT@                 -- when an app was connected by it
) @STRICT@;
CREATE INDEX enrolment_person ON enrolment (person_id, id);

-- A key that a telephone or a computer keeps for somebody: opened by finger,
-- face or PIN, so that it is two factors in one.
CREATE TABLE passkey (
	id         @PK@,
	person_id  @INT@ NOT NULL REFERENCES person, -- whose it is
	credential TEXT NOT NULL UNIQUE, -- its name, in base64url
	public_key TEXT NOT NULL,        -- x and y on P-256, in base64url
	sign_count @INT@ NOT NULL,       -- of the last time; 0: it does not count
	strong     @INT@ NOT NULL,
	           -- 1: added by who had shown two factors; staff need that
	name       TEXT NOT NULL,        -- what its owner calls it
	made_at    @INT@ NOT NULL,       -- when it was added
	used_at    @INT@                 -- NULL: not yet
) @STRICT@;
CREATE INDEX passkey_person ON passkey (person_id, id);

-- A question that a passkey has answered: it is not good again. The question
-- itself is not stored, for it carries our own mark.
CREATE TABLE challenge (
	digest     TEXT PRIMARY KEY,     -- of the question
	expires_at @INT@ NOT NULL        -- when it would have ended by itself
) @STRICT@;
CREATE INDEX challenge_expires ON challenge (expires_at);
