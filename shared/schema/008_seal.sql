-- Names, numbers and addresses are sealed, each person's under a key of their
-- own: whoever has the file alone has nothing, and to destroy the key is to
-- forget the person. What people wrote is sealed too (seal.h). SQL cannot seal:
-- portal init does (sealing.c), from what this step leaves in person_plain.

-- The one row that opens the others: wrapped under the key in seal.key_file.
CREATE TABLE seal (
	id      @PK@ CHECK (id = 1),
	version @INT@ NOT NULL,          -- how often that key was changed
	wrapped TEXT NOT NULL            -- the key of what is nobody's yet, and
	                                 -- of the marks of numbers and addresses
) @STRICT@;

-- What a person's words are sealed under. No row: they are erased.
CREATE TABLE person_key (
	person_id @PK@ REFERENCES person,
	version   @INT@ NOT NULL,        -- seal.version when it was wrapped
	wrapped   TEXT NOT NULL          -- 32 random bytes, wrapped
) @STRICT@;

-- What is still to be sealed, or to be wrapped anew; empty but while portal
-- init or portal rekey is at it, and nothing else starts before it is.
CREATE TABLE sealing (
	what     TEXT PRIMARY KEY,       -- a table; or pages: the file itself
	after_id @INT@ NOT NULL          -- its rows up to here are done
) @STRICT@;
INSERT INTO sealing (what, after_id) VALUES ('person_plain', 0),
	('attention', 0), ('followup', 0), ('hours', 0), ('hook', 0), ('ceiling', 0),
	('pages', 0);

-- Of before this step; empty once portal init has sealed them.
CREATE TABLE person_plain (
	person_id  @PK@ REFERENCES person, -- whose they are
	given_name TEXT NOT NULL,        -- as 001
	surname    TEXT NOT NULL,        -- as 001
	phone      TEXT,                 -- as 001
	email      TEXT                  -- as 001
) @STRICT@;
INSERT INTO person_plain (person_id, given_name, surname, phone, email)
	SELECT id, given_name, surname, phone, email FROM person;

DROP INDEX person_phone;
DROP INDEX person_email;
ALTER TABLE person DROP COLUMN given_name;
ALTER TABLE person DROP COLUMN surname;
ALTER TABLE person DROP COLUMN phone;
ALTER TABLE person DROP COLUMN email;
ALTER TABLE person ADD COLUMN sealed TEXT;
	-- name, number and address (person.c); NULL: erased
ALTER TABLE person ADD COLUMN phone_mark TEXT;
	-- by what the number is found (seal.h); NULL: they have none
ALTER TABLE person ADD COLUMN email_mark TEXT;
	-- by what the address is found; NULL: they have none
ALTER TABLE person ADD COLUMN erased_at @INT@;
	-- when they were forgotten; NULL: they are not
CREATE INDEX person_phone ON person (phone_mark)
	WHERE phone_mark IS NOT NULL;
CREATE INDEX person_email ON person (email_mark)
	WHERE email_mark IS NOT NULL;

-- Whom a hook turned out to be about, so that what they wrote goes with them.
ALTER TABLE hook ADD COLUMN person_id @INT@ REFERENCES person;
	-- NULL: nobody we know, or nobody has looked
CREATE INDEX hook_person ON hook (person_id) WHERE person_id IS NOT NULL;
